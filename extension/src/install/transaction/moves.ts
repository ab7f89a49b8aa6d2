import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { refuseLinks } from '../disk/containment.ts';
import { renameEntry } from '../disk/durableWrite.ts';
import { entryKind, removeIfEmpty } from '../disk/entryKind.ts';
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

/** Takes one move back if it was done; what someone has put in its place since is kept aside. */
export async function undoMove(realRoot: string, move: Move): Promise<void> {
  const from = path.join(realRoot, move.from);
  const to = path.join(realRoot, move.to);
  await refuseLinks(realRoot, path.posix.dirname(move.from));
  await refuseLinks(realRoot, path.posix.dirname(move.to));
  const [atFrom, atTo] = [await entryKind(from), await entryKind(to)];
  const done = move.kind === 'in' ? atFrom === undefined : atTo !== undefined;
  if (!done || atTo === undefined) return;
  await mkdir(path.dirname(from), { recursive: true });
  if (atFrom === undefined || (await removeIfEmpty(from))) {
    await renameEntry(to, from);
  } else {
    const rescued = path.join(realRoot, quarantinePlace(move.to));
    await mkdir(path.dirname(rescued), { recursive: true });
    await renameEntry(to, rescued);
  }
}

/** A free place in the quarantine that belongs to a path of ours; relative to the real root. */
export function quarantinePlace(inner: string): string {
  const parts = inner.split('/');
  const ours = parts.slice(0, parts.indexOf(STATE_FOLDER_NAME) + 1);
  const name = `${parts.at(-1) ?? ''}-${randomUUID().slice(0, 8)}`;
  return [...ours, QUARANTINE_NAME, name].join('/');
}

function occupied(place: string): InstallFailure {
  return new InstallFailure(
    'changed_meanwhile',
    `${place} appeared while the skill was being written, so nothing was changed. Try again.`,
    { path: place },
  );
}
