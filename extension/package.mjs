// Packs the bundle as skill-marketplace.vsix, offline: `node package.mjs`, after a build.
//
// vsce wants plain versions where this workspace says `catalog:`, and users need no scripts and no
// development dependencies: so it is packed from a folder of its own, with a manifest of its own.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const from = import.meta.dirname;
const stage = join(from, 'dist', 'vsix');

await rm(stage, { recursive: true, force: true });
await mkdir(join(stage, 'dist'), { recursive: true });
for (const part of ['dist/extension.cjs', 'media', 'README.md', 'LICENSE', '.vscodeignore']) {
  await cp(join(from, part), join(stage, part), { recursive: true });
}
const {
  scripts: _scripts,
  devDependencies: _devDependencies,
  private: _private,
  ...manifest
} = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
await writeFile(join(stage, 'package.json'), JSON.stringify(manifest, undefined, 2));

await createVSIX({
  cwd: stage,
  packagePath: join(from, 'skill-marketplace.vsix'),
  dependencies: false,
  allowMissingRepository: true,
});
