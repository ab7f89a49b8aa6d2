import { linkInTheWay } from '../disk/containment.ts';
import { InstallFailure } from '../installFailure.ts';
import { foldersAbove } from '../transaction/draft.ts';
import { hasHash } from './folderSnapshot.ts';
import type { FolderSnapshot, SnapshotEntry } from './folderSnapshot.ts';

/** Hashes by path. */
export type Hashes = Readonly<Record<string, string>>;

/** What one skill folder needs to become what a version says. */
export type FolderChange =
  /** Every file is there already, and nothing else. */
  | { kind: 'same' }
  /** The whole folder is ours and unedited, so it is exchanged in one move. */
  | { kind: 'swap' }
  /** File by file: `kept` are those that the person changed, or had put where one of ours would go. */
  | { kind: 'merge'; drop: string[]; write: string[]; kept: string[] };

/** True when the folder holds exactly the files, with their bytes. */
export function holdsExactly(snapshot: FolderSnapshot, files: Hashes): boolean {
  return (
    snapshot.size === Object.keys(files).length &&
    [...snapshot].every(([path, entry]) => hasHash(entry, files[path]))
  );
}

/** True when everything in the folder was installed and is unedited; files may be missing. */
export function holdsOnlyOurs(snapshot: FolderSnapshot, installed: Hashes): boolean {
  return [...snapshot].every(([path, entry]) => hasHash(entry, installed[path]));
}

/**
 * Plans the change of a folder that we wrote, from the files that were installed to the next ones
 * (none at an uninstall). Only unedited files are dropped or replaced; files that are gone come back.
 *
 * @param place The folder, for messages.
 * @throws InstallFailure `unsafe_link`, `folder_taken` when something stands where a file must go
 */
export function planChange(
  place: string,
  snapshot: FolderSnapshot,
  installed: Hashes,
  next: Hashes,
): FolderChange {
  if (holdsExactly(snapshot, next)) return { kind: 'same' };
  if (holdsOnlyOurs(snapshot, installed)) return { kind: 'swap' };
  const drop: string[] = [];
  const write: string[] = [];
  const kept: string[] = [];
  for (const path of [...new Set([...Object.keys(installed), ...Object.keys(next)])].sort()) {
    refuseLinkAt(place, path, snapshot);
    const entry = snapshot.get(path);
    const wanted = Object.hasOwn(next, path);
    if (entry === undefined) {
      if (wanted) write.push(path);
    } else if (wanted && hasHash(entry, next[path])) {
      continue;
    } else if (hasHash(entry, installed[path])) {
      drop.push(path);
      if (wanted) write.push(path);
    } else {
      kept.push(path);
    }
  }
  refuseBlocked(place, write, snapshot, drop);
  return { kind: 'merge', drop, write, kept };
}

/** Unknown links elsewhere in the folder are the person's: they are neither followed nor touched. */
function refuseLinkAt(place: string, path: string, snapshot: FolderSnapshot): void {
  for (const name of [...foldersAbove(path), path]) {
    if (snapshot.get(name)?.kind === 'link') throw linkInTheWay(`${place}/${name}`);
  }
}

/** A file of the person's may stand where a folder must be, or their folder where a file must be. */
function refuseBlocked(
  place: string,
  write: readonly string[],
  snapshot: ReadonlyMap<string, SnapshotEntry>,
  drop: readonly string[],
): void {
  const staying = [...snapshot.keys()].filter((path) => !drop.includes(path));
  const stayingFolders = new Set(staying.flatMap(foldersAbove));
  for (const path of write) {
    const blocked =
      stayingFolders.has(path) || foldersAbove(path).some((folder) => staying.includes(folder));
    if (blocked) {
      throw new InstallFailure(
        'folder_taken',
        `Files of yours stand where ${place}/${path} must go. Move them, or move the folder away.`,
        { path: `${place}/${path}` },
      );
    }
  }
}
