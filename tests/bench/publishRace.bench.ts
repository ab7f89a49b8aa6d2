import { startHub } from '../support/app.ts';
import { stopTestServer } from '../support/database.ts';
import { publicationOf } from '../support/publication.ts';
import { publishRace } from '../support/publishRace.ts';
import { assertWhole } from '../support/storedState.ts';
import type { Bench } from './bench.ts';

/** Sixteen clients publish one version at once, again and again, with other and with the same bytes. */
export const bench: Bench = {
  summary: 'Sixteen clients publish one version at once, 1,000 times',
  options: { rounds: { type: 'string', default: '1000' } },
  async run(values, progress) {
    const rounds = Number(values['rounds']);
    const bad: string[] = [];
    const times: number[] = [];
    try {
      await using hub = await startHub();
      const race = publishRace({ url: hub.url, token: hub.owner.token });
      for (let round = 0; round < rounds; round += 1) {
        progress(`round ${round} of ${rounds}`);
        const isSame = round % 2 === 1;
        const startedAt = performance.now();
        const outcomes = await race((client) =>
          publicationOf(
            'acme',
            `race-${round}`,
            { 'a.txt': isSame ? 'same' : `${client}` },
            { version: '1.0.0' },
          ),
        );
        times.push(performance.now() - startedAt);
        const losers = isSame ? outcomes['unchanged'] : outcomes['version_exists'];
        if (outcomes['created'] !== 1 || losers !== 15) bad.push(JSON.stringify(outcomes));
      }
      const versions = await assertWhole(hub.orm);
      times.sort((a, b) => a - b);
      return {
        tables: [
          {
            title: 'One round: 16 calls at once, all answered',
            columns: ['rounds', 'versions afterwards', 'p50 ms', 'p95 ms', 'max ms'],
            rows: [
              [
                rounds,
                versions.length,
                times[Math.floor(times.length * 0.5)] ?? 0,
                times[Math.floor(times.length * 0.95)] ?? 0,
                times.at(-1) ?? 0,
              ],
            ],
          },
        ],
        goals: [
          {
            what: 'one wins, identical bytes all succeed, other bytes all get version_exists',
            reached: bad.length === 0,
            measured:
              bad.length === 0 ? `${rounds} of ${rounds} rounds` : bad.slice(0, 3).join(' '),
          },
          {
            what: 'one version a round, each whole, and no orphan',
            reached: versions.length === rounds,
            measured: `${versions.length} versions`,
          },
        ],
      };
    } finally {
      await stopTestServer();
    }
  },
};
