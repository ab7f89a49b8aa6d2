import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { realCatalogue, type Catalogue } from '../../support/catalogue.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** The catalogue at a path (a folder or a `.tar.gz`), otherwise awesome-copilot among `SKILL_CATALOGUES`. */
export async function catalogueAt(place: string | undefined): Promise<Catalogue> {
  if (place === undefined) {
    const catalogue = await realCatalogue('awesome-copilot');
    if (catalogue !== undefined) return catalogue;
    throw new Error(
      'Give --catalogue a folder or .tar.gz of skills, or name awesome-copilot in SKILL_CATALOGUES.',
    );
  }
  const path = pathOf(place);
  if ((await stat(path)).isDirectory()) return { path, [Symbol.asyncDispose]: async () => {} };
  const folder = await temporaryFolder('catalogue');
  await promisify(execFile)('tar', ['-xzf', path, '-C', folder.path]);
  const [root = ''] = await readdir(folder.path);
  return {
    path: join(folder.path, root),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** Users' paths start where they called pnpm, which itself runs in the root of the checkout. */
export function pathOf(place: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), place);
}
