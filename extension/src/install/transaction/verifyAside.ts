import path from 'node:path';
import { InstallFailure } from '../installFailure.ts';
import { snapshotOf } from '../folder/folderSnapshot.ts';
import type { FolderSnapshot } from '../folder/folderSnapshot.ts';

/** What was moved aside to be dropped, and what it was when that was decided. */
export interface AsideCheck {
  place: string;
  snapshot: FolderSnapshot;
}

/**
 * Makes sure that nobody edited or added a file between the look and the move: what was moved aside is
 * about to be dropped.
 *
 * @throws InstallFailure `changed_meanwhile`
 */
export async function verifyAside(realRoot: string, checks: readonly AsideCheck[]): Promise<void> {
  for (const { place, snapshot } of checks) {
    const now = await snapshotOf(path.join(realRoot, place));
    const same =
      now.size === snapshot.size &&
      [...now].every(([file, entry]) => {
        const before = snapshot.get(file);
        return before?.kind === entry.kind && before.hash === entry.hash;
      });
    if (!same) {
      throw new InstallFailure(
        'changed_meanwhile',
        'Files of the skill changed while it was being replaced, so nothing was changed. Try again.',
      );
    }
  }
}
