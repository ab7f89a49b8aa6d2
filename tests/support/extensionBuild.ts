import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { extensionRoot, extensionVsix } from './paths.ts';

const BUILD_TIMEOUT_MS = 3 * 60_000;

const run = promisify(execFile);

/**
 * Builds the extension by its own `package` script: `dist/extension.cjs` for a window that develops
 * it, and the .vsix whose path it gives.
 */
export async function buildExtension(): Promise<string> {
  // `node --run` does what `pnpm run` does here, and is there where pnpm is not on PATH.
  await run(process.execPath, ['--run', 'package'], {
    cwd: extensionRoot,
    timeout: BUILD_TIMEOUT_MS,
  });
  return extensionVsix;
}
