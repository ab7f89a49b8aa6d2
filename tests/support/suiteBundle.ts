import { glob, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { artifactsRoot, testsRoot } from './paths.ts';

/**
 * Bundles the suite that runs inside VS Code, whose extension host loads CommonJS, and gives the
 * path of its entry. `vscode` comes from the host, `mocha` from beside the tests.
 */
export async function bundleSuite(
  folder: string = join(testsRoot, 'vscode', 'suite'),
): Promise<string> {
  const outdir = join(artifactsRoot, 'suite');
  await rm(outdir, { recursive: true, force: true });
  const tests: string[] = [];
  for await (const file of glob('**/*.test.ts', { cwd: folder })) tests.push(file);
  await build({
    entryPoints: {
      index: join(testsRoot, 'vscode', 'suite', 'index.ts'),
      ...Object.fromEntries(tests.map((file) => [file.replace(/\.ts$/, ''), join(folder, file)])),
    },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}
