import { withDiskFaults } from './disk/diskFault.ts';
import type { ChangeOptions } from './installRequest.ts';
import type { InstallRoot } from './installRoot.ts';
import { interruptedTransactions, recoverRoot } from './transaction/recoverRoot.ts';
import type { Recovery } from './transaction/recoverRoot.ts';
import { withRootLock } from './transaction/rootLock.ts';

/** A root in which a change had been interrupted. */
export interface RecoveredRoot extends Recovery {
  root: InstallRoot;
}

/**
 * Ends what a crash interrupted, so that each root is as before a change or as after it. Called at
 * start, and only for a workspace that the person trusts. Installs and uninstalls do the same first.
 */
export async function recoverInterrupted(
  roots: readonly InstallRoot[],
  { onStep }: Pick<ChangeOptions, 'onStep'> = {},
): Promise<RecoveredRoot[]> {
  const recovered: RecoveredRoot[] = [];
  for (const root of roots) {
    if ((await interruptedTransactions(root)).length === 0) continue;
    const recovery = await withDiskFaults(() =>
      withRootLock(root, undefined, () => recoverRoot(root, onStep)),
    );
    if (recovery.finished + recovery.undone > 0) recovered.push({ root, ...recovery });
  }
  return recovered;
}
