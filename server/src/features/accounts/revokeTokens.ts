import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import { recordChange } from '../audit/audit.repository.ts';
import type { CallScope } from './scope.ts';
import { endTokenTree, type EndedToken } from './tokenRevocation.repository.ts';

/**
 * Ends tokens with all that were made with them, at any depth, in the caller's transaction, each on record; gives
 * those that held.
 */
export async function revokeTokens(
  scope: Pick<CallScope, 'em' | 'actor'> & { requestId?: string },
  ids: readonly string[],
): Promise<EndedToken[]> {
  if (ids.length === 0) return [];
  const { em } = scope;
  // Two that end each other's tokens would take the rows in different orders.
  await lockNameInTransaction(em, 'token revocations');
  const at = new Date();
  const ended: EndedToken[] = [];
  for (;;) {
    const now = await endTokenTree(em, ids, at);
    if (now.length === 0) break;
    ended.push(...now);
  }
  for (const { id, madeWith } of ended) {
    const isAsked = ids.includes(id);
    recordChange(scope, {
      action: 'token.revoke',
      subjectType: 'token',
      subjectId: id,
      after: { revokedAt: at, ...(isAsked ? {} : { madeWith }) },
    });
  }
  return ended;
}
