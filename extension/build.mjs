// Bundles the extension into one file for the extension host: `node build.mjs [--watch]`.
import { build, context } from 'esbuild';

const options = {
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  sourcemap: true,
  // Names of classes reach people in logs.
  keepNames: true,
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  await (await context(options)).watch();
} else {
  const { metafile } = await build(options);
  const servers = Object.keys(metafile.inputs).filter((input) => input.includes('../server/'));
  if (servers.length > 0) {
    process.stderr.write(`The bundle must hold no server code, but holds ${servers.join(', ')}.\n`);
    process.exit(1);
  }
}
