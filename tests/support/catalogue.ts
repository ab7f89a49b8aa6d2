import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { temporaryFolder } from './temporaryFolder.ts';

/** A folder of skills to import; gone, where it was unpacked, when it goes out of scope. */
export interface Catalogue extends AsyncDisposable {
  /** Its name decides the publisher. */
  readonly path: string;
}

/**
 * The real catalogue of that name among those of `SKILL_CATALOGUES` (archives or folders, as in PATH),
 * unpacked; `undefined` on a machine that has none.
 */
export async function realCatalogue(name: string): Promise<Catalogue | undefined> {
  const places = (process.env['SKILL_CATALOGUES'] ?? '').split(delimiter);
  const place = places.find((path) => basename(path).replace(/\.tar\.gz$/, '') === name);
  if (place === undefined) return undefined;
  if (statSync(place).isDirectory()) return { path: place, [Symbol.asyncDispose]: async () => {} };
  const folder = await temporaryFolder('catalogue');
  await promisify(execFile)('tar', ['-xzf', place, '-C', folder.path]);
  const [root = ''] = await readdir(folder.path);
  return {
    path: join(folder.path, root),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
