import { execFile } from 'node:child_process';
import { extensionRoot, extensionVsix } from './paths.ts';

const BUILD_TIMEOUT_MS = 3 * 60_000;

/**
 * Builds the extension by its own `package` script: `dist/extension.cjs` for a window that develops
 * it, and the .vsix whose path it gives. Throws with what the script printed.
 */
export function buildExtension(): Promise<string> {
  // `node --run` does what `pnpm run` does here, and is there where pnpm is not on PATH.
  const args = ['--run', 'package'];
  const options = { cwd: extensionRoot, timeout: BUILD_TIMEOUT_MS, maxBuffer: Infinity };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(extensionVsix);
      else reject(new Error(`The extension could not be built:\n${stdout}${stderr}`.trimEnd()));
    });
  });
}
