import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Hub, HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { listenToStatements, type StatementLog } from '../support/statements.ts';

/** The skill that a filled hub has most of. */
export const SKILL = 'acme/deploy';

/** An install of the caller's, the same on every hub. */
export const installId = randomUUID();

/** A token of the caller's, likewise. */
export const tokenId = randomUUID();

/** A hub that holds as much of everything as `size` says, and somebody to call it. */
export interface FilledHub {
  hub: Hub;
  log: StatementLog;
  size: number;
  /** Has installed, and may publish for `acme`. */
  caller: HubUser;
  /** Has rated. */
  rater: HubUser;
  ratingId: string;
  reviewer: HubUser;
}

/** `size` skills, versions and files of the first skill, ratings of it, and installs of the caller. */
export async function fill(hub: Hub, size: number): Promise<FilledHub> {
  const caller = await hub.addUser('caller', { publishers: ['acme'] });
  const rater = await hub.addUser('rater');
  const reviewer = await hub.addUser('reviewer', { roles: ['reviewer'] });
  await hub.orm.em.fork().execute(
    `insert into tokens (id, user_id, name, hash, scopes, created_at)
    values (?, ?, 'another', repeat('0', 64), '{read}', now())`,
    [tokenId, caller.id],
  );
  await hub.orm.em.fork().execute(
    `insert into tokens (id, user_id, name, hash, scopes, created_at, made_with_id)
    select gen_random_uuid(), ?, 'made with it', lpad(n::text, 64, 'a'), '{read}', now(), ?
    from generate_series(1, ?::int) n`,
    [caller.id, tokenId, size],
  );
  await hub.addUser('leaver');
  for (let index = 0; index < size; index += 1) {
    if (index > 0) await hub.addUser(`member-${index}`, { publishers: ['acme'] });
    const version = `1.0.${index}`;
    await hub.ownerClient.publishing.publish.mutate(
      publicationOf(
        'acme',
        'deploy',
        {
          // Its name is one that agents would not load, so that there is an original.
          'SKILL.md': skillText({ name: 'Deploy It', description: `Drops the anchor, ${index}` }),
          ...manyFiles(size, version),
        },
        { name: 'deploy', version },
      ),
    );
    if (index > 0) {
      await hub.importFiles({
        [`other-${index}/SKILL.md`]: skillText({
          name: `other-${index}`,
          description: 'Drops the anchor too',
        }),
      });
    }
    const { client } = index === 0 ? rater : await hub.addUser(`rater-${index}`);
    await client.ratings.rate.mutate({ skillId: SKILL, rating: 5 });
    await caller.client.installs.install.mutate({
      skillId: SKILL,
      target: `folder-${index}`,
      ...(index === 0 ? { installId } : {}),
    });
  }
  const { rating } = await rater.client.ratings.mine.query({ skillId: SKILL });
  const ratingId = rating?.id ?? assert.fail();
  // A token's first use is written down.
  await reviewer.client.session.whoAmI.query();
  const log = await listenToStatements(hub.orm);
  return { hub, caller, rater, ratingId, reviewer, size, log };
}

/** So many files, each with another text. */
export function manyFiles(size: number, text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => [`references/${index}.md`, `${text} ${index}`]),
  );
}
