import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { LockedSkill, Lockfile } from '@skill-marketplace/shared/agents';
import { hasHash, snapshotOf } from './folder/folderSnapshot.ts';
import { placesOf } from './folder/skillPlaces.ts';
import type { InstallRoot } from './installRoot.ts';
import { splitKey } from './lockfile/marketplaceAlias.ts';
import { readLockfile } from './lockfile/readLockfile.ts';

/** `missing`: a file is gone; `edited`: otherwise a file differs. */
export type InstalledState = 'intact' | 'edited' | 'missing';

/** One entry of a lockfile, with what the disk says of it. */
export interface InstalledSkill {
  root: InstallRoot;
  /** `<alias>:<reference>`. */
  key: string;
  alias: string;
  /** As its marketplace knows it: `publisher/name`, or `source:publisher/name`. */
  reference: string;
  /** `url` is missing for a marketplace on this machine; `undefined` when the lockfile does not say which it is. */
  marketplace: { instanceId: string; url?: string } | undefined;
  version: string;
  digest: string;
  installName: string;
  targets: string[];
  pin: boolean;
  state: InstalledState;
  /** Files that differ and files that are gone, relative to the root. */
  edited: string[];
  missing: string[];
}

/**
 * What is installed in the roots, in their order and by key, as the lockfiles and the disk say;
 * changes nothing. One unreadable lockfile fails the call, so a screen asks for each root by itself.
 *
 * @throws InstallFailure `lockfile_newer`, `lockfile_unreadable`, `unsafe_link`
 */
export async function listInstalled(roots: readonly InstallRoot[]): Promise<InstalledSkill[]> {
  const lists = await Promise.all(
    roots.map(async (root) => {
      const lockfile = await readLockfile(root);
      const keys = Object.keys(lockfile.skills).sort();
      return Promise.all(keys.map((key) => inspect(root, lockfile, key)));
    }),
  );
  return lists.flat(2);
}

async function inspect(
  root: InstallRoot,
  lockfile: Lockfile,
  key: string,
): Promise<InstalledSkill[]> {
  const skill = lockfile.skills[key];
  if (skill === undefined) return [];
  const { alias, reference } = splitKey(key);
  const marketplace = lockfile.marketplaces[alias];
  const { version, digest, installName, targets, pin } = skill;
  const { edited, missing } = await compare(root, skill);
  const state = missing.length > 0 ? 'missing' : edited.length > 0 ? 'edited' : 'intact';
  return [
    {
      root,
      key,
      alias,
      reference,
      marketplace: marketplace && {
        instanceId: marketplace.id,
        ...(marketplace.url === undefined ? {} : { url: marketplace.url }),
      },
      version,
      digest,
      installName,
      targets,
      pin,
      state,
      edited,
      missing,
    },
  ];
}

async function compare(
  root: InstallRoot,
  { installName, targets, files }: LockedSkill,
): Promise<{ edited: string[]; missing: string[] }> {
  const realRoot = await realpath(root.folder);
  const edited: string[] = [];
  const missing: string[] = [];
  for (const { target, real } of await placesOf(realRoot, targets)) {
    const place = path.join(realRoot, real, installName);
    const snapshot = await snapshotOf(place, (file) => Object.hasOwn(files, file));
    for (const [file, hash] of Object.entries(files)) {
      const entry = snapshot.get(file);
      if (entry === undefined) missing.push(`${target}/${installName}/${file}`);
      else if (!hasHash(entry, hash)) edited.push(`${target}/${installName}/${file}`);
    }
  }
  return { edited, missing };
}
