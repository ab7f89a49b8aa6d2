import { isSlug } from '@skill-marketplace/shared/contracts';
import type { BundleFile } from '@skill-marketplace/shared/contracts';
import { canonicalManifest, collidingPaths, pathProblem } from '@skill-marketplace/shared/format';
import { InstallFailure } from '../installFailure.ts';
import { sha256 } from './sha256.ts';
import { readStoredZip } from './storedZip.ts';

/** What is checked before anything is written: the folder's name, the files, and the digest over them. */
export interface BundleManifest {
  installName: string;
  digest: string;
  files: readonly BundleFile[];
}

/** The bytes of a skill's files by path, all of them checked. */
export type BundleContents = ReadonlyMap<string, Uint8Array>;

/**
 * Checks that the names are safe on every disk and that the digest is that of the files.
 *
 * @throws InstallFailure `unsafe_archive`, `integrity_mismatch`
 */
export function checkManifest({ installName, digest, files }: BundleManifest): void {
  if (!isSlug(installName) || pathProblem(installName) !== undefined) {
    throw unsafe(installName, 'It is not a valid name for a skill.');
  }
  for (const { path } of files) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw unsafe(path, problem);
  }
  const paths = files.map(({ path }) => path);
  const [clash] = collidingPaths(paths);
  if (clash !== undefined)
    throw unsafe(clash.second, `On some disks it is in the way of ${clash.first}.`);
  if (paths.length === 0) throw mismatch('the list of files is empty');
  if (`sha256:${sha256(canonicalManifest([...files]))}` !== digest) {
    throw mismatch('the list of files has another digest than the version');
  }
}

/**
 * Reads a bundle and checks it against a checked manifest: exactly its files, of its sizes and hashes.
 *
 * @throws InstallFailure `unsafe_archive`, `integrity_mismatch`
 */
export function verifyBundle(manifest: BundleManifest, zip: Uint8Array): BundleContents {
  const contents = readStoredZip(zip);
  for (const path of contents.keys()) {
    const problem = pathProblem(path);
    if (problem !== undefined) throw unsafe(path, problem);
  }
  for (const file of manifest.files) {
    const content = contents.get(file.path);
    if (content === undefined) throw mismatch(`${file.path} is missing`, file.path);
    if (content.byteLength !== file.size || sha256(content) !== file.sha256) {
      throw mismatch(`${file.path} has other bytes than promised`, file.path);
    }
  }
  if (contents.size !== manifest.files.length) throw mismatch('it holds files that are not listed');
  return contents;
}

function unsafe(path: string, problem: string): InstallFailure {
  return new InstallFailure(
    'unsafe_archive',
    `The skill was refused, because a name in it is not safe: ${JSON.stringify(path)}. ${problem}`,
    { path },
  );
}

function mismatch(what: string, path?: string): InstallFailure {
  return new InstallFailure(
    'integrity_mismatch',
    `The skill was refused, because it is not what the marketplace promised: ${what}.`,
    path === undefined ? {} : { path },
  );
}
