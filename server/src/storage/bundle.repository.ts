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

/** The manifest of the files, sorted by path. */
export function manifestOf(files: readonly NewFile[]): BundleFile[] {
  return files
    .map(({ path, content, executable }) => ({
      path,
      size: content.byteLength,
      sha256: sha256(content),
      executable: executable === true || isExecutable(content),
    }))
    .sort((a, b) => comparePaths(a.path, b.path));
}

/** The digest of a bundle: `sha256:` and the hex of its canonical manifest's sha256. */
export function digestOf(manifest: readonly BundleFile[]): string {
  return `sha256:${sha256(canonicalManifest([...manifest]))}`;
}

/** Stores files as one bundle; bytes and bundles that are there already are not stored again. */
export async function storeBundle(em: EntityManager, files: readonly NewFile[]): Promise<Bundle> {
  const manifest = manifestOf(files);
  const digest = digestOf(manifest);
  const found = await em.findOne(Bundle, { digest });
  if (found !== null) return found;

  const createdAt = new Date();
  const byPath = new Map(files.map((file) => [file.path, file.content]));
  const blobs = new Map(
    manifest.map(({ path, sha256: hash, size }) => [
      hash,
      { sha256: hash, size, content: Buffer.from(byPath.get(path) ?? []), createdAt },
    ]),
  );
  // Sorted, so that two writers of the same bytes meet in one order and never wait for each other in a circle.
  const rows = [...blobs.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await em.upsertMany(Blob, rows, { onConflictFields: ['sha256'], onConflictAction: 'ignore' });
  const size = manifest.reduce((sum, file) => sum + file.size, 0);
  await em.upsert(
    Bundle,
    { id: randomUUID(), digest, size, createdAt },
    { onConflictFields: ['digest'], onConflictAction: 'ignore' },
  );
  const bundle = await em.findOneOrFail(Bundle, { digest });
  await em.upsertMany(
    StoredFile,
    manifest.map(({ path, sha256: hash, executable }) => ({
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
