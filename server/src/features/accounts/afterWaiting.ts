import { notAllowed } from '../../errors/failures.ts';
import type { CallScope } from './scope.ts';
import { isActorStill } from './tokenHolder.repository.ts';

/** From then on whoever waited may have lost rights, as whoever takes time over a body. */
const STALE_AFTER_MS = 1000;

/**
 * Waits for a lock in the caller's transaction, which an import may hold for long, and then asks once more who calls:
 * `not_allowed` for whoever may no longer do all that was decided before.
 */
export async function afterWaiting<T>(
  { em, actor }: Pick<CallScope, 'em' | 'actor'>,
  wait: () => Promise<T>,
): Promise<T> {
  const since = performance.now();
  const result = await wait();
  if (performance.now() - since >= STALE_AFTER_MS) await requireStill({ em, actor });
  return result;
}

/** Refuses whoever may no longer do all that was decided when the call began. */
export async function requireStill({ em, actor }: Pick<CallScope, 'em' | 'actor'>): Promise<void> {
  if (await isActorStill(em, actor)) return;
  throw notAllowed('What you may do here changed while this call was under way: try again.');
}
