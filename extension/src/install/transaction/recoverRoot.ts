import { readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../disk/durableWrite.ts';
import { entryKind } from '../disk/entryKind.ts';
import type { InstallRoot } from '../installRoot.ts';
import { endTransaction, undoTransaction } from './endTransaction.ts';
import { readJournal } from './journal.ts';
import { STAGED_LOCKFILE } from './transaction.ts';

/** How many interrupted transactions were completed and how many were taken back. */
export interface Recovery {
  finished: number;
  undone: number;
  /** Files and folders that were edited between the crash and now, and where they are. */
  quarantined: string[];
}

/** The folders of transactions that did not end, absolute. */
export async function interruptedTransactions(root: InstallRoot): Promise<string[]> {
  const names = await readdir(root.stateFolder).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return [];
    throw error;
  });
  return names
    .filter((name) => name.startsWith('tx-'))
    .map((name) => path.join(root.stateFolder, name));
}

/**
 * Ends every interrupted transaction of a root: completed if its lockfile was written, else taken back.
 * The caller holds the root's lock.
 */
export async function recoverRoot(
  root: InstallRoot,
  onStep?: (step: string) => void,
): Promise<Recovery> {
  const recovery: Recovery = { finished: 0, undone: 0, quarantined: [] };
  for (const folder of await interruptedTransactions(root)) {
    const realRoot = await realpath(root.folder);
    const journal = await readJournal(folder);
    if (journal === 'foreign') continue;
    if (journal === 'missing') {
      // It ended before its journal was written, so nothing else is there.
      await rm(folder, { recursive: true, force: true });
      continue;
    }
    const staged = await entryKind(path.join(folder, STAGED_LOCKFILE));
    if (journal.phase === 'moving' && staged === undefined) {
      await endTransaction(realRoot, folder, journal, onStep);
      recovery.finished += 1;
    } else {
      recovery.quarantined.push(...(await undoTransaction(realRoot, folder, journal, onStep)));
      recovery.undone += 1;
    }
  }
  return recovery;
}
