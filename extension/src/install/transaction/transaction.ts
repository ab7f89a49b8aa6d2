import { randomUUID } from 'node:crypto';
import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { renameEntry, syncFolder, writeDurably } from '../disk/durableWrite.ts';
import type { ChangeOptions } from '../installRequest.ts';
import type { InstallRoot } from '../installRoot.ts';
import { foldersToMake } from './draft.ts';
import type { TransactionDraft } from './draft.ts';
import { endTransaction, undoTransaction } from './endTransaction.ts';
import { writeJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { applyMove } from './moves.ts';
import { makeIgnoredFolder } from './stateFolder.ts';
import { verifyAside } from './verifyAside.ts';

/** The staged lockfile; once it has left the transaction's folder, the transaction is committed. */
export const STAGED_LOCKFILE = 'lockfile.json';

/** A name for a transaction's folders that no other one has. */
export function newTransactionName(): string {
  return `tx-${randomUUID()}`;
}

/**
 * Carries out a draft and writes the lockfile, all or nothing, whatever happens to the process. The
 * caller holds the root's lock. The order is what makes it safe: journal, staged files, journal with
 * the moves, moves, lockfile (from here on it is done), cleaning up.
 */
export async function runTransaction(
  root: InstallRoot,
  draft: TransactionDraft,
  lockfileText: string,
  options: ChangeOptions,
): Promise<void> {
  const { signal, onProgress, onStep } = options;
  const realRoot = await realpath(root.folder);
  const folder = path.join(root.stateFolder, draft.name);
  let journal: Journal = {
    journalVersion: 1,
    phase: 'staging',
    staging: [...draft.staging],
    made: await foldersToMake(realRoot, draft),
    moves: draft.moves,
    prune: draft.prune,
  };
  signal?.throwIfAborted();
  await mkdir(folder, { recursive: true });
  try {
    await writeJournal(folder, journal);
    onStep?.('journal');
    await stage(realRoot, draft, options);
    await writeDurably(path.join(folder, STAGED_LOCKFILE), lockfileText);
    signal?.throwIfAborted();
    const moving: Journal = { ...journal, phase: 'moving' };
    await writeJournal(folder, moving);
    journal = moving;
    onStep?.('ready');
    for (const [index, move] of draft.moves.entries()) {
      await applyMove(realRoot, move);
      onStep?.(`move ${index + 1}`);
      onProgress?.({ phase: 'move', done: index + 1, total: draft.moves.length });
    }
    await verifyAside(realRoot, draft.aside);
    await syncMoved(realRoot, draft);
    await renameEntry(path.join(folder, STAGED_LOCKFILE), root.lockfile);
  } catch (error) {
    await undoTransaction(realRoot, folder, journal);
    throw error;
  }
  onStep?.('committed');
  await syncFolder(path.dirname(root.lockfile));
  // The change is done: what cannot be removed now is removed at the next start.
  await endTransaction(realRoot, folder, journal, onStep).catch(() => undefined);
}

async function stage(
  realRoot: string,
  draft: TransactionDraft,
  { signal, onProgress, onStep }: ChangeOptions,
): Promise<void> {
  for (const staging of draft.staging) {
    await makeIgnoredFolder(path.dirname(path.join(realRoot, staging)));
    await makeIgnoredFolder(path.join(realRoot, staging));
  }
  for (const [index, file] of draft.staged.entries()) {
    signal?.throwIfAborted();
    await writeDurably(path.join(realRoot, file.place), file.content, file.executable);
    onStep?.(`staged ${index + 1}`);
    onProgress?.({ phase: 'stage', done: index + 1, total: draft.staged.length });
  }
}

/** The moved names reach the disk before the lockfile that speaks of them. */
async function syncMoved(realRoot: string, { moves }: TransactionDraft): Promise<void> {
  const places = moves.flatMap(({ from, to }) => [from, to]);
  for (const folder of new Set(places.map((place) => path.dirname(path.join(realRoot, place))))) {
    await syncFolder(folder);
  }
}
