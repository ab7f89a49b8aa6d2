import path from 'node:path';
import { InstallFailure } from '../installFailure.ts';
import type { InstallMode, InstallOutcome } from '../installRequest.ts';
import { foldersAbove } from '../transaction/draft.ts';
import type { NewFile, TransactionDraft } from '../transaction/draft.ts';
import { holdsExactly, holdsOnlyOurs, planChange } from './folderChange.ts';
import type { Hashes } from './folderChange.ts';
import { snapshotOf } from './folderSnapshot.ts';
import type { FolderSnapshot } from './folderSnapshot.ts';
import { skillFolderKind } from './skillPlaces.ts';
import type { TargetPlace } from './skillPlaces.ts';

/** What the drafting of several folders shares, and what it finds out. */
export interface FolderDrafting {
  realRoot: string;
  draft: TransactionDraft;
  mode: InstallMode;
  outcome: Pick<InstallOutcome, 'adopted' | 'kept' | 'quarantined'>;
}

/** Drafts the writing of a version into one folder; `installed` is missing where the folder is not the skill's yet. */
export async function draftVersion(
  { realRoot, draft, mode, outcome }: FolderDrafting,
  { target, real }: TargetPlace,
  installName: string,
  files: readonly NewFile[],
  next: Hashes,
  installed: Hashes | undefined,
): Promise<void> {
  const place = `${real}/${installName}`;
  const shown = `${target}/${installName}`;
  const kind = await skillFolderKind(realRoot, place);
  if (kind === undefined) {
    draft.placeFolder(real, place, files);
    return;
  }
  const snapshot = await lookAt(realRoot, place, { ...installed, ...next });
  if (installed === undefined || kind === 'other') {
    if (kind === 'folder' && holdsExactly(snapshot, next)) {
      outcome.adopted.push(shown);
    } else if (mode.quarantine === true) {
      outcome.quarantined.push(draft.quarantine(real, place));
      draft.placeFolder(real, place, files);
    } else {
      throw folderTaken(shown);
    }
    return;
  }
  const change = planChange(shown, snapshot, installed, next);
  if (change.kind === 'swap') {
    draft.drop(real, place, snapshot);
    draft.placeFolder(real, place, files);
  } else if (change.kind === 'merge') {
    dropFiles(draft, real, place, change.drop, snapshot);
    for (const file of files) {
      if (change.write.includes(file.path)) draft.placeFile(real, `${place}/${file.path}`, file);
    }
    outcome.kept.push(...change.kept.map((file) => `${shown}/${file}`));
  }
}

/** Drafts the removal of a skill's unedited files from one folder; returns the files removed and kept. */
export async function draftRemoval(
  realRoot: string,
  draft: TransactionDraft,
  { target, real }: TargetPlace,
  installName: string,
  installed: Hashes,
): Promise<{ removed: string[]; kept: string[] }> {
  const place = `${real}/${installName}`;
  const shown = `${target}/${installName}`;
  const kind = await skillFolderKind(realRoot, place);
  if (kind === undefined) return { removed: [], kept: [] };
  if (kind === 'other') return { removed: [], kept: [shown] };
  const snapshot = await lookAt(realRoot, place, installed);
  const change = planChange(shown, snapshot, installed, {});
  const drop = change.kind === 'merge' ? change.drop : [...snapshot.keys()];
  if (change.kind === 'merge') dropFiles(draft, real, place, drop, snapshot);
  else draft.drop(real, place, snapshot);
  draft.pruneFolders([...foldersAbove(`${place}/x`)].toReversed());
  const kept = [...snapshot.keys()].filter((file) => !drop.includes(file));
  return {
    removed: drop.map((file) => `${shown}/${file}`).sort(),
    kept: kept.map((file) => `${shown}/${file}`).sort(),
  };
}

/** Drafts that another skill's folder gives way: dropped when it is as installed, else quarantined. */
export async function draftGivingWay(
  { realRoot, draft, outcome }: FolderDrafting,
  { real }: TargetPlace,
  installName: string,
  installed: Hashes,
): Promise<void> {
  const place = `${real}/${installName}`;
  const kind = await skillFolderKind(realRoot, place);
  if (kind === undefined) return;
  const snapshot = await lookAt(realRoot, place, installed);
  if (kind === 'folder' && holdsOnlyOurs(snapshot, installed)) draft.drop(real, place, snapshot);
  else outcome.quarantined.push(draft.quarantine(real, place));
}

function dropFiles(
  draft: TransactionDraft,
  real: string,
  place: string,
  files: readonly string[],
  snapshot: FolderSnapshot,
): void {
  for (const file of files) {
    const entry = snapshot.get(file);
    draft.drop(real, `${place}/${file}`, new Map(entry === undefined ? [] : [['', entry]]));
    // A folder that only this file held goes at the end; one that is written to again is not empty then.
    draft.pruneFolders(
      foldersAbove(file)
        .toReversed()
        .map((folder) => `${place}/${folder}`),
    );
  }
}

function lookAt(realRoot: string, place: string, asked: Hashes): Promise<FolderSnapshot> {
  return snapshotOf(path.join(realRoot, place), (file) => Object.hasOwn(asked, file));
}

function folderTaken(place: string): InstallFailure {
  return new InstallFailure(
    'folder_taken',
    `${place} is there already and was not installed from a marketplace. Move it away, or choose another target.`,
    { path: place },
  );
}
