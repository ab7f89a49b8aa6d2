import { createHash, randomUUID } from 'node:crypto';
import { canonicalManifest, comparePaths, isExecutable } from '@skill-marketplace/shared/format';
import type { BundleFile } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../database/orm.ts';
import { Blob } from './blob.entity.ts';
import { Bundle } from './bundle.entity.ts';
import { StoredFile } from './bundleFile.entity.ts';

/** One file to store. */
export interface NewFile {
  path: string;
  content: Uint8Array;
  /** From git; a shebang makes a file executable without it. */
  executable?: boolean;
}

/** A file of a bundle with its bytes. */
export interface LoadedFile extends BundleFile {
  content: Uint8Array;
}

/** Hex of a sha256. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The files with what a manifest says of them, sorted by path; the one place where they are hashed. */
export function describeFiles(files: readonly NewFile[]): LoadedFile[] {
  return files
    .map(({ path, content, executable }) => ({
      path,
      size: content.byteLength,
      sha256: sha256(content),
      executable: executable === true || isExecutable(content),
      content,
    }))
    .sort((a, b) => comparePaths(a.path, b.path));
}

/** The digest of a bundle: `sha256:` and the hex of its canonical manifest's sha256. */
export function digestOf(files: readonly BundleFile[]): string {
  return `sha256:${sha256(canonicalManifest(files))}`;
}

/** Stores described files as one bundle; bytes and bundles that are there already are not stored again. */
export async function storeBundle(
  em: EntityManager,
  digest: string,
  files: readonly LoadedFile[],
): Promise<Bundle> {
  const found = await em.findOne(Bundle, { digest });
  if (found !== null) return found;

  const createdAt = new Date();
  const blobs = new Map(
    files.map(({ sha256: hash, size, content }) => [
      hash,
      { sha256: hash, size, content: Buffer.from(content), createdAt },
    ]),
  );
  // Sorted, so that two writers of the same bytes meet in one order and never wait for each other in a circle.
  const rows = [...blobs.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await em.upsertMany(Blob, rows, { onConflictFields: ['sha256'], onConflictAction: 'ignore' });
  const size = files.reduce((sum, file) => sum + file.size, 0);
  await em.upsert(
    Bundle,
    { id: randomUUID(), digest, size, createdAt },
    { onConflictFields: ['digest'], onConflictAction: 'ignore' },
  );
  const bundle = await em.findOneOrFail(Bundle, { digest });
  await em.upsertMany(
    StoredFile,
    files.map(({ path, sha256: hash, executable }) => ({
      bundle: bundle.id,
      path,
      blob: hash,
      executable,
    })),
    { onConflictFields: ['bundle', 'path'], onConflictAction: 'ignore' },
  );
  return bundle;
}

/** The files of a bundle without their bytes, sorted by path. */
export async function filesOf(em: EntityManager, bundleId: string): Promise<BundleFile[]> {
  const stored = await em.find(StoredFile, { bundle: bundleId }, { populate: ['blob'] });
  return stored.map(toBundleFile).sort((a, b) => comparePaths(a.path, b.path));
}

/** The files of a bundle with their bytes, sorted by path. */
export async function loadBundle(em: EntityManager, bundleId: string): Promise<LoadedFile[]> {
  const stored = await em.find(
    StoredFile,
    { bundle: bundleId },
    { populate: ['blob', 'blob.content'] },
  );
  return stored
    .map((file) => {
      const { content } = file.blob;
      if (content === undefined) throw new Error(`the bytes of ${file.path} were not loaded`);
      return { ...toBundleFile(file), content };
    })
    .sort((a, b) => comparePaths(a.path, b.path));
}

function toBundleFile({ path, blob, executable }: StoredFile): BundleFile {
  return { path, size: blob.size, sha256: blob.sha256, executable };
}
