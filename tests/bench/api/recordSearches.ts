import { compose } from '@skill-marketplace/server/compose';
import { readConfig } from '@skill-marketplace/server/config';
import { openOrm } from '@skill-marketplace/server/database';
import { SkillSearchInput, type SkillSearchResult } from '@skill-marketplace/shared/contracts';
import { hearNews } from '../../../server/src/database/news.ts';
import { ANONYMOUS } from '../../../server/src/features/accounts/actor.ts';
import { ensureIdentity } from '../../../server/src/features/instance/instance.repository.ts';
import { listenToStatements, type Statement } from '../../support/statements.ts';

/** A search with the statements that answered it. */
export interface RecordedSearch {
  input: { query: string };
  statements: Statement[];
  answer: SkillSearchResult;
}

/** Answers the searches twice and keeps what the second time took, when everything that is cached is. */
export async function recordSearches(
  databaseUrl: string,
  queries: readonly string[],
): Promise<RecordedSearch[]> {
  await using news = await hearNews({ url: databaseUrl });
  const orm = await openOrm({ url: databaseUrl });
  try {
    const config = readConfig({ DATABASE_URL: databaseUrl });
    const identity = await ensureIdentity(orm.em.fork());
    const { services } = compose(config, identity, () => 'http://127.0.0.1', news);
    const log = await listenToStatements(orm);
    const search = (query: string) =>
      services.search.search(
        { em: orm.em.fork(), actor: ANONYMOUS, requestId: 'bench' },
        SkillSearchInput.parse({ query }),
      );
    const recorded: RecordedSearch[] = [];
    for (const query of queries) {
      const answer = await search(query);
      const statements = await log.during(() => search(query));
      recorded.push({ input: { query }, statements, answer });
    }
    return recorded;
  } finally {
    await orm.close(true);
  }
}
