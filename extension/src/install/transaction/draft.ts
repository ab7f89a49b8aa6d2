import path from 'node:path';
import { entryKind } from '../disk/entryKind.ts';
import type { FolderSnapshot } from '../folder/folderSnapshot.ts';
import { STATE_FOLDER_NAME } from '../installRoot.ts';
import type { Move } from './journal.ts';
import { quarantinePlace } from './moves.ts';
import type { AsideCheck } from './verifyAside.ts';

/** A file to be written into a staging folder; `place` is relative to the real root. */
export interface StagedFile {
  place: string;
  content: Uint8Array;
  executable: boolean;
}

/** A file of a skill with its bytes, `path` relative to the skill's folder. */
export interface NewFile {
  path: string;
  content: Uint8Array;
  executable: boolean;
}

/** A transaction while it is planned: nothing is on disk yet. All places are relative to the real root, with `/`. */
export class TransactionDraft {
  readonly name: string;
  readonly staging = new Set<string>();
  readonly staged: StagedFile[] = [];
  readonly moves: Move[] = [];
  readonly aside: AsideCheck[] = [];
  readonly prune: string[] = [];
  #count = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Moves a file or folder out of the way and drops it at the end, if it is still as in the snapshot. */
  drop(target: string, place: string, snapshot: FolderSnapshot): void {
    const to = this.#next(target, 'old');
    this.moves.push({ kind: 'aside', from: place, to });
    this.aside.push({ place: to, snapshot });
  }

  /** Moves a file or folder to the quarantine for good; returns where it goes. */
  quarantine(target: string, place: string): string {
    const ours = path.posix.join(path.posix.dirname(target), STATE_FOLDER_NAME);
    const to = quarantinePlace(ours, path.posix.basename(place));
    // The staging folder brings the ignore file that hides the quarantine from git as well.
    this.#next(target, 'old');
    this.moves.push({ kind: 'aside', from: place, to });
    return to;
  }

  /** Writes a whole folder, which appears in one move. */
  placeFolder(target: string, place: string, files: readonly NewFile[]): void {
    const from = this.#next(target, 'new');
    for (const file of files) this.#stage(`${from}/${file.path}`, file);
    this.moves.push({ kind: 'in', from, to: place });
  }

  /** Writes one file. */
  placeFile(target: string, place: string, file: NewFile): void {
    const from = this.#next(target, 'new');
    this.#stage(from, file);
    this.moves.push({ kind: 'in', from, to: place });
  }

  /** Removes the folders at the end if they are empty by then, in the order given. */
  pruneFolders(places: readonly string[]): void {
    this.prune.push(...places);
  }

  #stage(place: string, { content, executable }: NewFile): void {
    this.staged.push({ place, content, executable });
  }

  /** A path of its own in the staging folder beside the target: on the same disk, and never where agents look. */
  #next(target: string, end: 'old' | 'new'): string {
    const above = path.posix.dirname(target);
    const staging = path.posix.join(above, STATE_FOLDER_NAME, this.name);
    this.staging.add(staging);
    this.#count += 1;
    return `${staging}/${end}-${this.#count}`;
  }
}

/** The folders on the way to what the draft writes that are not there yet, outermost first. */
export async function foldersToMake(realRoot: string, draft: TransactionDraft): Promise<string[]> {
  const incoming = draft.moves.filter(({ kind }) => kind === 'in').map(({ to }) => to);
  // The staging folders themselves go anyway; what is above them may be made for them.
  const above = [...draft.staging].map((staging) => path.posix.dirname(staging));
  const missing = new Set<string>();
  for (const place of [...incoming, ...above]) {
    for (const folder of foldersAbove(place)) {
      if ((await entryKind(path.join(realRoot, folder))) === undefined) missing.add(folder);
    }
  }
  return [...missing].sort((one, other) => one.split('/').length - other.split('/').length);
}

/** The folders that a path lies in, outermost first, without the root. */
export function foldersAbove(place: string): string[] {
  const parts = place.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}
