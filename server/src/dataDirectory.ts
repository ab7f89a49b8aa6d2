import { accessSync, constants, mkdirSync } from 'node:fs';
import { StartupFailure } from './errors/startupFailure.ts';

/** Makes the data directory when there is none; one that cannot be written is a `StartupFailure`. */
export function prepareDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartupFailure(
      `The data directory ${path} cannot be used (${reasonOf(cause)}): set DATA_DIR to a folder that you may write to.`,
      { cause },
    );
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  if (code === 'EROFS') return 'its file system is read-only';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in the way';
  return String(code ?? cause);
}
