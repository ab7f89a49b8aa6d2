import { createHash, randomUUID } from 'node:crypto';
import { canonicalManifest, comparePaths, isExecutable } from '@skill-marketplace/shared/format';
import type { BundleFile } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
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

/** Described files under their digest. */
export interface NewBundle {
  digest: string;
  files: readonly LoadedFile[];
}

/**
 * Stores bundles in the caller's transaction, in the order given; bytes and bundles that are there already are
 * not stored again. All that one transaction stores goes in at once: writers of the same bytes meet in one
 * order (by hash, then by digest), and never wait for each other in a circle.
 */
export async function storeBundles(
  em: EntityManager,
  bundles: readonly NewBundle[],
): Promise<Bundle[]> {
  const digests = bundles.map(({ digest }) => digest);
  const known = new Set((await em.find(Bundle, { digest: digests })).map(({ digest }) => digest));
  const fresh = bundles
    .filter(({ digest }) => !known.has(digest))
    .sort((a, b) => (a.digest < b.digest ? -1 : 1));
  if (fresh.length > 0) await storeFresh(em, fresh);
  const stored = await em.find(Bundle, { digest: digests });
  return digests.map((digest) => {
    const bundle = stored.find((candidate) => candidate.digest === digest);
    if (bundle === undefined) throw new Error(`the bundle ${digest} is gone`);
    return bundle;
  });
}

async function storeFresh(em: EntityManager, bundles: readonly NewBundle[]): Promise<void> {
  const createdAt = new Date();
  const blobs = new Map(
    bundles
      .flatMap(({ files }) => files)
      .map(({ sha256: hash, size, content }) => [
        hash,
        { sha256: hash, size, content: Buffer.from(content), createdAt },
      ]),
  );
  const rows = [...blobs.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  await em.upsertMany(Blob, rows, { onConflictFields: ['sha256'], onConflictAction: 'ignore' });
  await em.upsertMany(
    Bundle,
    bundles.map(({ digest, files }) => ({
      id: randomUUID(),
      digest,
      size: files.reduce((sum, file) => sum + file.size, 0),
      createdAt,
    })),
    { onConflictFields: ['digest'], onConflictAction: 'ignore' },
  );
  // Another writer's row may have won, so the ids are asked for.
  const stored = await em.find(Bundle, { digest: bundles.map(({ digest }) => digest) });
  const ids = new Map(stored.map(({ digest, id }) => [digest, id]));
  await em.upsertMany(
    StoredFile,
    bundles.flatMap(({ digest, files }) =>
      files.map(({ path, sha256: hash, executable }) => ({
        bundle: ids.get(digest) ?? '',
        path,
        blob: hash,
        executable,
      })),
    ),
    { onConflictFields: ['bundle', 'path'], onConflictAction: 'ignore' },
  );
}

/** The files of a bundle without their bytes, sorted by path. */
export async function filesOf(em: EntityManager, bundleId: string): Promise<BundleFile[]> {
  const stored = await em.find(StoredFile, { bundle: bundleId }, { populate: ['blob'] });
  return stored.map(toBundleFile).sort((a, b) => comparePaths(a.path, b.path));
}

/** The skill file of a bundle, in whatever spelling; of several the one that counts. */
export async function skillFileOf(
  em: EntityManager,
  bundleId: string,
): Promise<{ path: string; content: Uint8Array }> {
  // In code point order the right spelling is the first of all.
  const file = (await filesOf(em, bundleId)).find(({ path }) => path.toLowerCase() === 'skill.md');
  const content = (await contentsOf(em, file === undefined ? [] : [file.sha256]))
    .values()
    .next().value;
  if (file === undefined || content === undefined) throw new Error(`${bundleId} has no skill file`);
  return { path: file.path, content };
}

/** The bytes of blobs by their hash; one that is not there is left out. Nothing of them stays in the unit of work. */
export async function contentsOf(
  em: EntityManager,
  hashes: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const { rows } = await sql<{ sha256: string; content: Buffer }>`
    select sha256, content from blobs where sha256 = any(${hashes})`.execute(em.getKysely());
  return new Map(rows.map(({ sha256: hash, content }) => [hash, content]));
}

function toBundleFile({ path, blob, executable }: StoredFile): BundleFile {
  return { path, size: blob.size, sha256: blob.sha256, executable };
}
