import { rm } from 'node:fs/promises';
import path from 'node:path';
import { refuseLinks } from '../disk/containment.ts';
import { removeIfEmpty } from '../disk/entryKind.ts';
import { QUARANTINE_NAME } from '../installRoot.ts';
import { journalTime, writeJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { undoMove } from './moves.ts';
import { removeIfUnused } from './stateFolder.ts';

/**
 * Puts everything back as it was before the transaction; may be repeated after a crash within it.
 * Returns what went to the quarantine because the person had edited it in the meantime.
 */
export async function undoTransaction(
  realRoot: string,
  folder: string,
  journal: Journal,
  onStep?: (step: string) => void,
): Promise<string[]> {
  const quarantined: string[] = [];
  if (journal.phase === 'moving') {
    const readyAt = await journalTime(folder);
    for (const move of journal.moves.toReversed()) {
      const rescued = await undoMove(realRoot, move, readyAt);
      if (rescued !== undefined) quarantined.push(rescued);
      onStep?.(`undone ${move.to}`);
    }
    // Once staged files are being removed, their absence no longer tells that they were moved in.
    await writeJournal(folder, { ...journal, phase: 'staging' });
    onStep?.('undone');
  }
  await removeStaging(realRoot, journal);
  onStep?.('cleaned');
  await removeEmptyFolders(realRoot, journal.made.toReversed());
  await rm(folder, { recursive: true, force: true });
  return quarantined;
}

/** Cleans up after a committed transaction; may be repeated after a crash within it. */
export async function endTransaction(
  realRoot: string,
  folder: string,
  journal: Journal,
  onStep?: (step: string) => void,
): Promise<void> {
  await removeStaging(realRoot, journal);
  onStep?.('cleaned');
  await removeEmptyFolders(realRoot, journal.prune);
  onStep?.('pruned');
  // The journal goes last, since it alone knows where the rest is.
  await rm(folder, { recursive: true, force: true });
}

async function removeStaging(realRoot: string, { staging }: Journal): Promise<void> {
  for (const inner of staging) {
    await refuseLinks(realRoot, path.posix.dirname(inner));
    const place = path.join(realRoot, inner);
    await rm(place, { recursive: true, force: true });
    await removeIfEmpty(path.join(path.dirname(place), QUARANTINE_NAME));
    await removeIfUnused(path.dirname(place));
  }
}

async function removeEmptyFolders(realRoot: string, folders: readonly string[]): Promise<void> {
  for (const inner of folders) {
    await refuseLinks(realRoot, inner);
    await removeIfEmpty(path.join(realRoot, inner));
  }
}
