import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LockedSkill } from '@skill-marketplace/shared/agents';
import type { BundleFile } from '@skill-marketplace/shared/contracts';
import { canonicalManifest } from '@skill-marketplace/shared/format';
import { sha256, withLineFeeds } from '../bundle/sha256.ts';
import { readIfThere } from './contentStore.ts';
import type { ContentStore } from './contentStore.ts';
import { findStoredVersion, storeVersion } from './storedVersion.ts';

/** The version that is about to be replaced, as the lockfile has it, and its folder on disk. */
export interface InstalledVersion {
  instanceId: string;
  reference: string;
  skill: LockedSkill;
  folder: string;
}

/**
 * Keeps a version that came with the repository, installed by someone else, so that this person can go
 * back to it as well. Does nothing when it is kept already, or when a file of it is edited or gone.
 */
export async function keepInstalled(
  store: ContentStore,
  installed: InstalledVersion,
): Promise<void> {
  const { instanceId, reference, skill, folder } = installed;
  const { version, digest, installName } = skill;
  if ((await findStoredVersion(store, instanceId, reference, version)) !== undefined) return;
  const contents = new Map<string, Uint8Array>();
  const files: BundleFile[] = [];
  for (const [name, hash] of Object.entries(skill.files)) {
    const content = await originalBytes(path.join(folder, name), hash);
    if (content === undefined) return;
    contents.set(name, content);
    const executable = await isExecutable(path.join(folder, name), content);
    files.push({ path: name, size: content.byteLength, sha256: hash, executable });
  }
  if (`sha256:${sha256(canonicalManifest(files))}` !== digest) return;
  // The lockfile does not say what the version can do; an update then asks about all that the next one can.
  const record = { reference, version, digest, installName, files, capabilities: [] };
  await storeVersion(store, instanceId, record, contents);
}

/** The bytes that were installed, also where git wrote them with CRLF; `undefined` when they are edited or gone. */
async function originalBytes(file: string, hash: string): Promise<Uint8Array | undefined> {
  const content = await readIfThere(file);
  if (content === undefined) return undefined;
  return [content, withLineFeeds(content)].find((bytes) => sha256(bytes) === hash);
}

/** As the contract defines it; Windows has no mode, so there only the content tells. */
async function isExecutable(file: string, content: Uint8Array): Promise<boolean> {
  const shebang = content[0] === 0x23 && content[1] === 0x21;
  return shebang || (process.platform !== 'win32' && ((await stat(file)).mode & 0o100) !== 0);
}
