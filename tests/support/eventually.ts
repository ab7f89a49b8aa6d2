import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Repeats `attempt` until it no longer throws and gives its value; after `withinMs` it throws what
 * the last attempt threw.
 *
 * @example
 * await eventually(() => assert.deepEqual(readdirSync(skills), []));
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { withinMs = 15_000 }: { withinMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await delay(POLL_MS);
    }
  }
}
