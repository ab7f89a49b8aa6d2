import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { refuseLinks } from '../disk/containment.ts';
import { renameEntry } from '../disk/durableWrite.ts';
import { entryKind, removeIfEmpty } from '../disk/entryKind.ts';
import { touchedSince } from '../disk/touchedSince.ts';
import { InstallFailure } from '../installFailure.ts';
import { QUARANTINE_NAME, STATE_FOLDER_NAME } from '../installRoot.ts';
import type { Move } from './journal.ts';

/** Does one move; refuses when something stands at its destination, since a rename would replace it. */
export async function applyMove(realRoot: string, { from, to }: Move): Promise<void> {
  const destination = path.join(realRoot, to);
  await refuseLinks(realRoot, path.posix.dirname(to));
  await mkdir(path.dirname(destination), { recursive: true });
  // Where a version turns a folder into a file, the emptied folder is still there.
  await removeIfEmpty(destination);
  if ((await entryKind(destination)) !== undefined) throw occupied(to);
  await renameEntry(path.join(realRoot, from), destination);
}

/**
 * Takes one move back if it was done. What was moved in and has been edited since `readyAt`, and what
 * cannot go back because its place was taken, goes to the quarantine; returns where that is.
 */
export async function undoMove(
  realRoot: string,
  move: Move,
  readyAt: number,
): Promise<string | undefined> {
  const from = path.join(realRoot, move.from);
  const to = path.join(realRoot, move.to);
  await refuseLinks(realRoot, path.posix.dirname(move.from));
  await refuseLinks(realRoot, path.posix.dirname(move.to));
  const [atFrom, atTo] = [await entryKind(from), await entryKind(to)];
  const done = move.kind === 'in' ? atFrom === undefined : atTo !== undefined;
  if (!done || atTo === undefined) return undefined;
  await mkdir(path.dirname(from), { recursive: true });
  const free = atFrom === undefined || (await removeIfEmpty(from));
  if (free && !(move.kind === 'in' && (await touchedSince(to, readyAt)))) {
    await renameEntry(to, from);
    return undefined;
  }
  const ours = move.kind === 'in' ? move.from : move.to;
  const rescued = quarantinePlace(
    ours,
    path.posix.basename(move.kind === 'in' ? move.to : move.from),
  );
  await mkdir(path.dirname(path.join(realRoot, rescued)), { recursive: true });
  await renameEntry(to, path.join(realRoot, rescued));
  return rescued;
}

/** A free place for something of that name in the quarantine beside a path of ours; relative to the real root. */
export function quarantinePlace(ours: string, name: string): string {
  const parts = ours.split('/');
  const above = parts.slice(0, parts.indexOf(STATE_FOLDER_NAME) + 1);
  return [...above, QUARANTINE_NAME, `${name}-${randomUUID().slice(0, 8)}`].join('/');
}

function occupied(place: string): InstallFailure {
  return new InstallFailure(
    'changed_meanwhile',
    `${place} appeared while the skill was being written, so nothing was changed. Try again.`,
    { path: place },
  );
}
