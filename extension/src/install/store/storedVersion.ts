import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { InstallPlan, Reference } from '@skill-marketplace/shared/contracts';
import { sha256 } from '../bundle/sha256.ts';
import type { BundleContents } from '../bundle/verifyBundle.ts';
import { codeOf, replaceDurably } from '../disk/durableWrite.ts';
import { readIfThere } from './contentStore.ts';
import type { ContentStore } from './contentStore.ts';

/** A version as the store remembers it: what an install needs, and what it was said to be able to do. */
export const StoredVersion = InstallPlan.pick({
  version: true,
  digest: true,
  installName: true,
  files: true,
  capabilities: true,
}).extend({ reference: Reference });
export type StoredVersion = ReturnType<typeof StoredVersion.parse>;

/** Keeps a version with its bytes. */
export async function storeVersion(
  store: ContentStore,
  instanceId: string,
  version: StoredVersion,
  contents: BundleContents,
): Promise<void> {
  for (const content of contents.values()) await store.put(content);
  // Last, so that a record never promises bytes that were not written.
  const file = path.join(
    folderOf(store, instanceId, version.reference),
    fileNameOf(version.version),
  );
  await replaceDurably(file, `${JSON.stringify(StoredVersion.parse(version))}\n`);
}

/** The record of one version of a skill, `undefined` when it is not there or damaged. */
export async function findStoredVersion(
  store: ContentStore,
  instanceId: string,
  reference: string,
  version: string,
): Promise<StoredVersion | undefined> {
  const folder = folderOf(store, instanceId, reference);
  return readRecord(path.join(folder, fileNameOf(version)));
}

/** The versions of a skill that the store remembers, highest first. */
export async function listStoredVersions(
  store: ContentStore,
  instanceId: string,
  reference: string,
): Promise<StoredVersion[]> {
  const folder = folderOf(store, instanceId, reference);
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const records = await Promise.all(names.map((name) => readRecord(path.join(folder, name))));
  return records
    .filter((record) => record !== undefined)
    .sort((one, other) => other.version.localeCompare(one.version, 'en', { numeric: true }));
}

/** All bytes of a version; `undefined` when one file is missing or damaged. */
export async function loadContents(
  store: ContentStore,
  files: StoredVersion['files'],
): Promise<BundleContents | undefined> {
  const contents = new Map<string, Uint8Array>();
  for (const file of files) {
    const content = await store.get(file.sha256);
    if (content === undefined || content.byteLength !== file.size) return undefined;
    contents.set(file.path, content);
  }
  return contents;
}

async function readRecord(file: string): Promise<StoredVersion | undefined> {
  const bytes = await readIfThere(file);
  if (bytes === undefined) return undefined;
  try {
    const record: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return StoredVersion.safeParse(record).data;
  } catch {
    return undefined;
  }
}

/** Hashed, because neither a reference nor a version is a safe file name everywhere. */
function folderOf(store: ContentStore, instanceId: string, reference: string): string {
  return path.join(store.folder, 'versions', sha256(`${instanceId}\n${reference}`));
}

function fileNameOf(version: string): string {
  return `${sha256(version).slice(0, 32)}.json`;
}
