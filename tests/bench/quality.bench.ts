import { fileURLToPath } from 'node:url';
import { startHub } from '../support/app.ts';
import { stopTestServer } from '../support/database.ts';
import type { Bench } from './bench.ts';
import { catalogueAt, pathOf } from './quality/catalogueAt.ts';
import { contendersOf, skillTexts, type Contender, type SkillText } from './quality/contenders.ts';
import { readQueries, type JudgedQuery } from './quality/judgedQueries.ts';
import {
  missesTable,
  qualityGoals,
  qualityTables,
  type Answered,
} from './quality/qualityReport.ts';

const QUERIES = fileURLToPath(new URL('quality/queries.jsonl', import.meta.url));

/** Asks judged queries over a catalogue: ours over HTTP, MiniSearch, and the naive way. */
export const bench: Bench = {
  summary: 'Quality of the search: judged queries, ours beside MiniSearch and ILIKE.',
  options: {
    catalogue: { type: 'string' },
    queries: { type: 'string' },
    misses: { type: 'string', default: '0' },
  },
  async run({ catalogue: place, queries: file, misses }, progress) {
    const worst = Number(misses);
    if (!Number.isSafeInteger(worst) || worst < 0) throw new Error('--misses takes a number.');
    const queries = await readQueries(typeof file === 'string' ? pathOf(file) : QUERIES);
    await using catalogue = await catalogueAt(typeof place === 'string' ? place : undefined);
    try {
      await using hub = await startHub();
      progress(`importing ${catalogue.path}`);
      const { created } = await hub.importFolder(catalogue.path);
      if (created === 0) throw new Error(`${catalogue.path} holds no skill.`);
      const skills = await skillTexts(hub);
      requireJudged(queries, skills);
      const contenders = contendersOf(hub, skills);
      const answered = await askAll(contenders, queries, progress);
      const names = contenders.map(({ name }) => name);
      return {
        tables: [
          ...qualityTables(answered, names),
          ...(worst > 0 ? [missesTable(answered, worst)] : []),
        ],
        goals: qualityGoals(answered),
      };
    } finally {
      await stopTestServer();
    }
  },
};

/** A judgement of a skill that is not there would count against every way. */
function requireJudged(queries: readonly JudgedQuery[], skills: readonly SkillText[]): void {
  const known = new Set(skills.map(({ reference }) => reference));
  for (const { query, relevant } of queries) {
    const missing = relevant.find((reference) => !known.has(reference));
    if (missing !== undefined) {
      throw new Error(`${missing}, relevant to "${query}", is not in the catalogue.`);
    }
  }
}

async function askAll(
  contenders: readonly Contender[],
  queries: readonly JudgedQuery[],
  progress: (line: string) => void,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const judged of queries) {
    progress(`asked ${answered.length} of ${queries.length} queries`);
    const found: Record<string, string[]> = {};
    for (const way of contenders) found[way.name] = await way.search(judged.query);
    answered.push({ judged, found });
  }
  return answered;
}
