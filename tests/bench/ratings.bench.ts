import { rateUnderKills } from '../support/ratings/ratingsUnderKills.ts';
import type { Bench } from './bench.ts';
import { percentile } from './statistics.ts';

/** Ratings from sixteen clients while the server and its PostgreSQL are killed again and again. */
export const bench: Bench = {
  summary: 'Rates from 16 clients while server and PostgreSQL are killed 20 times each',
  options: {
    ratings: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    skills: { type: 'string', default: '200' },
    clients: { type: 'string', default: '16' },
  },
  async run(values, progress) {
    const [ratings = 0, kills = 0, skills = 0, clients = 0] = (
      ['ratings', 'kills', 'skills', 'clients'] as const
    ).map((name) => Number(values[name]));
    const report = await rateUnderKills({ ratings, kills, skills, clients, progress });
    const { server, postgres } = report.restarts;
    const restartRow = (what: string, times: readonly number[]) => [
      what,
      times.length,
      percentile(times, 0.5),
      percentile(times, 1),
    ];
    return {
      tables: [
        {
          title: `${clients} clients, ${skills} skills, fsync ${report.fsync ? 'on' : 'off'}`,
          columns: ['ratings acknowledged', 'calls repeated', 'seconds', 'ratings a second'],
          rows: [
            [
              report.acknowledged,
              report.repeated,
              report.seconds,
              report.acknowledged / report.seconds,
            ],
          ],
        },
        {
          title: 'From a kill until the marketplace served again',
          columns: ['killed', 'times', 'p50 ms', 'max ms'],
          rows: [restartRow('server', server), restartRow('PostgreSQL', postgres)],
        },
      ],
      goals: [
        {
          what: 'server and PostgreSQL were killed as often as asked, fsync on',
          reached: server.length === kills && postgres.length === kills && report.fsync,
          measured: `${server.length} and ${postgres.length} times`,
        },
        {
          what: 'every acknowledged rating is there once',
          reached:
            report.acknowledged === ratings &&
            report.stored === ratings &&
            report.recorded === ratings &&
            report.lost.length === 0 &&
            report.doubled === 0,
          measured: `${report.acknowledged} acknowledged, ${report.stored} stored, ${report.lost.length} lost, ${report.doubled} doubled`,
        },
        {
          what: 'every aggregate is exact, in the rows and on every page',
          reached: report.wrongFigures === 0 && report.wrongPages.length === 0,
          measured: `${report.wrongFigures} wrong figures, ${report.wrongPages.length} wrong pages`,
        },
      ],
    };
  },
};
