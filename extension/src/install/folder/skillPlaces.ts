import path from 'node:path';
import type { LockedSkill, Lockfile } from '@skill-marketplace/shared/agents';
import { linkInTheWay, resolveTarget } from '../disk/containment.ts';
import { entryKind } from '../disk/entryKind.ts';

/** A target with the folder that it really is, relative to the real root. */
export interface TargetPlace {
  target: string;
  real: string;
}

/** The targets' real folders, each once: two targets may be one folder through a link. */
export async function placesOf(
  realRoot: string,
  targets: readonly string[],
): Promise<TargetPlace[]> {
  const places = new Map<string, TargetPlace>();
  for (const target of [...new Set(targets)].sort()) {
    const real = await resolveTarget(realRoot, target);
    if (!places.has(real)) places.set(real, { target, real });
  }
  return [...places.values()];
}

/** What stands where a skill's folder is or would be; a link there is refused. */
export async function skillFolderKind(
  realRoot: string,
  folder: string,
): Promise<'folder' | 'other' | undefined> {
  const kind = await entryKind(path.join(realRoot, folder));
  if (kind === 'link') throw linkInTheWay(folder);
  return kind === 'file' ? 'other' : kind;
}

/** Another skill of the same folder name, and the targets in which it has that folder. */
export interface Holder {
  key: string;
  skill: LockedSkill;
  /** Those of its targets that are among the asked ones, with their real folders. */
  overlapping: TargetPlace[];
}

/** The other skills that hold a folder of that name in one of the places. */
export async function holdersOf(
  realRoot: string,
  lockfile: Lockfile,
  key: string,
  installName: string,
  places: readonly TargetPlace[],
): Promise<Holder[]> {
  const holders: Holder[] = [];
  for (const [otherKey, skill] of Object.entries(lockfile.skills)) {
    if (otherKey === key || skill.installName !== installName) continue;
    const overlapping: TargetPlace[] = [];
    for (const target of skill.targets) {
      const real = await resolveTarget(realRoot, target);
      if (places.some((place) => place.real === real)) overlapping.push({ target, real });
    }
    if (overlapping.length > 0) holders.push({ key: otherKey, skill, overlapping });
  }
  return holders;
}
