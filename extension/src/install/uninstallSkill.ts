import { realpath } from 'node:fs/promises';
import { withDiskFaults } from './disk/diskFault.ts';
import { draftRemoval } from './folder/draftFolder.ts';
import { placesOf } from './folder/skillPlaces.ts';
import { InstallFailure } from './installFailure.ts';
import type { UninstallOutcome, UninstallRequest } from './installRequest.ts';
import { withoutSkill } from './lockfile/editLockfile.ts';
import { formatLockfile } from './lockfile/lockfileText.ts';
import { readLockfile } from './lockfile/readLockfile.ts';
import { TransactionDraft } from './transaction/draft.ts';
import { recoverRoot } from './transaction/recoverRoot.ts';
import { withRootLock } from './transaction/rootLock.ts';
import { newTransactionName, runTransaction } from './transaction/transaction.ts';

/**
 * Takes a skill off all its targets: exactly the files that were installed and are unedited, the
 * folders that become empty, and the entry in the lockfile. Everything else stays and is named.
 *
 * @throws InstallFailure `not_installed`, `unsafe_link`, `busy`, `changed_meanwhile`, `cannot_write`, those of the lockfile
 */
export async function uninstallSkill(request: UninstallRequest): Promise<UninstallOutcome> {
  const { root, key, signal, onProgress } = request;
  return withDiskFaults(() =>
    withRootLock(root, signal, async () => {
      await recoverRoot(root);
      const lockfile = await readLockfile(root);
      const entry = lockfile.skills[key];
      if (entry === undefined) throw notInstalled(key);
      const realRoot = await realpath(root.folder);
      const draft = new TransactionDraft(newTransactionName());
      const outcome: UninstallOutcome = { removed: [], kept: [] };
      for (const place of await placesOf(realRoot, entry.targets)) {
        const { removed, kept } = await draftRemoval(
          realRoot,
          draft,
          place,
          entry.installName,
          entry.files,
        );
        outcome.removed.push(...removed);
        outcome.kept.push(...kept);
      }
      await runTransaction(root, draft, formatLockfile(withoutSkill(lockfile, key)), request);
      onProgress?.({ phase: 'done', done: 1, total: 1 });
      return outcome;
    }),
  );
}

/** The failure for a key that the lockfile does not have. */
export function notInstalled(key: string): InstallFailure {
  return new InstallFailure('not_installed', `${key} is not installed here.`);
}
