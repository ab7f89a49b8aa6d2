import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { isInnerPath } from '@skill-marketplace/shared/agents';
import { InstallFailure } from '../installFailure.ts';
import { codeOf } from './durableWrite.ts';
import { entryKind } from './entryKind.ts';

/**
 * Where a target really is, relative to the real root, with `/`. A link on the way is followed as
 * long as it stays below the root; one that leads out is refused, because it would let a repository
 * choose what is written or removed elsewhere.
 */
export async function resolveTarget(realRoot: string, target: string): Promise<string> {
  if (!isInnerPath(target)) throw leadsOut(target);
  const parts = target.split('/');
  let place = realRoot;
  for (const [index, part] of parts.entries()) {
    const next = path.join(place, part);
    const kind = await entryKind(next);
    if (kind === undefined) return relativeTo(realRoot, path.join(place, ...parts.slice(index)));
    if (kind === 'file' || kind === 'other') throw notAFolder(target);
    place = kind === 'link' ? await followLink(next, target) : next;
    if (!isBelow(realRoot, place)) throw leadsOut(target);
  }
  return relativeTo(realRoot, place);
}

/** Refuses when any folder on the way to the path, or what stands at it, is a link. */
export async function refuseLinks(realRoot: string, inner: string): Promise<void> {
  const parts = inner.split('/');
  for (const index of parts.keys()) {
    const place = parts.slice(0, index + 1).join('/');
    if ((await entryKind(path.join(realRoot, place))) === 'link') throw linkInTheWay(place);
  }
}

/** The failure for a link where a skill's files are or would go. */
export function linkInTheWay(place: string): InstallFailure {
  return new InstallFailure(
    'unsafe_link',
    `${place} is a symbolic link, and nothing is written or removed through one. Remove it, or choose another folder.`,
    { path: place },
  );
}

function leadsOut(target: string): InstallFailure {
  return new InstallFailure(
    'unsafe_link',
    `${target} leads out of the folder that it belongs to. Choose another folder.`,
    { path: target },
  );
}

function notAFolder(target: string): InstallFailure {
  return new InstallFailure('folder_taken', `${target} is not a folder.`, { path: target });
}

async function followLink(link: string, target: string): Promise<string> {
  try {
    return await realpath(link);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ELOOP') throw leadsOut(target);
    throw error;
  }
}

function isBelow(folder: string, place: string): boolean {
  const relative = path.relative(folder, place);
  // Where a link leads is judged like what is written: into no version control folder either.
  return !path.isAbsolute(relative) && isInnerPath(relative.split(path.sep).join('/'));
}

function relativeTo(realRoot: string, place: string): string {
  return path.relative(realRoot, place).split(path.sep).join('/');
}
