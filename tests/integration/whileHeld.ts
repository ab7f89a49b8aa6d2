import assert from 'node:assert/strict';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { openOrm, type EntityManager } from '@skill-marketplace/server/database';
import type { Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { refusalOf } from './refusal.ts';

/** What a call waits for, and what comes to pass while it does. */
export interface Wait {
  /** Takes the lock. */
  hold: (em: EntityManager) => Promise<unknown>;
  meanwhile: () => Promise<unknown>;
}

/** Makes a call that waits for more than the second after which callers are asked for again, and gives its answer. */
export async function whileHeld<T>(
  hub: Hub,
  { hold, meanwhile }: Wait,
  call: () => Promise<T>,
): Promise<T> {
  // Connections beside those of the server.
  const beside = await openOrm({ url: hub.databaseUrl });
  try {
    // In an object, since what is awaited here would be awaited before the lock goes.
    const { answer } = await beside.em.fork().transactional(async (em) => {
      await hold(em);
      const made = call();
      made.catch(() => {});
      await untilOneWaits(hub);
      await meanwhile();
      await aWhile(hub);
      return { answer: made };
    });
    return await answer;
  } finally {
    await beside.close(true);
  }
}

/** Waits until exactly one connection waits for a lock: any, or an advisory one. */
export async function untilOneWaits(hub: Hub, lock: 'any' | 'advisory' = 'any'): Promise<void> {
  const isWaiting = lock === 'any' ? `wait_event_type = 'Lock'` : `wait_event = 'advisory'`;
  await eventually(async () => {
    const waiting = await hub.orm.em
      .fork()
      .execute<object[]>(
        `select 1 from pg_stat_activity where datname = current_database() and ${isWaiting}`,
      );
    assert.equal(waiting.length, 1);
  });
}

/** Waits as long as a token of a third lasts. */
async function aWhile(hub: Hub): Promise<void> {
  const third = await hub.addUser('a third');
  await hub.orm.em
    .fork()
    .execute(`update tokens set expires_at = now() + interval '1500 ms' where user_id = ?`, [
      third.id,
    ]);
  const { session } = createMarketplaceClient({ url: hub.url, token: third.token });
  await eventually(async () =>
    assert.equal((await refusalOf(session.whoAmI.query())).reason, 'signed_out'),
  );
}
