import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256, withLineFeeds } from '../bundle/sha256.ts';
import { entryKind } from '../disk/entryKind.ts';

/** One thing in a folder; the hashes are there for the files that were asked for. */
export interface SnapshotEntry {
  kind: 'file' | 'link' | 'other';
  /** Of the bytes, and of the bytes with LF for CRLF. */
  hash?: string;
  lineFeedHash?: string;
}

/** What is in a folder, at any depth, by path with `/`; links are named and not followed. A file's own snapshot has the path ``. */
export type FolderSnapshot = ReadonlyMap<string, SnapshotEntry>;

/**
 * Takes a snapshot of a folder or of one file; empty when nothing is there. Files that are not asked
 * for are not read: people keep big things beside a skill.
 */
export async function snapshotOf(
  place: string,
  isAskedFor: (path: string) => boolean = () => true,
): Promise<FolderSnapshot> {
  const snapshot = new Map<string, SnapshotEntry>();
  await collect(place, '', { snapshot, isAskedFor });
  return snapshot;
}

/** True when the entry is a file that is not edited: its bytes, or its bytes with LF, have that hash. */
export function hasHash(entry: SnapshotEntry, hash: string | undefined): boolean {
  return hash !== undefined && (entry.hash === hash || entry.lineFeedHash === hash);
}

interface Collection {
  snapshot: Map<string, SnapshotEntry>;
  isAskedFor: (path: string) => boolean;
}

async function collect(place: string, name: string, collection: Collection): Promise<void> {
  const { snapshot, isAskedFor } = collection;
  const kind = await entryKind(place);
  if (kind === undefined) return;
  if (kind === 'folder') {
    for (const child of await readdir(place)) {
      await collect(path.join(place, child), name === '' ? child : `${name}/${child}`, collection);
    }
  } else if (kind === 'file' && isAskedFor(name)) {
    const content = await readFile(place);
    const hash = sha256(content);
    snapshot.set(name, { kind, hash, lineFeedHash: sha256(withLineFeeds(content)) });
  } else {
    snapshot.set(name, { kind });
  }
}
