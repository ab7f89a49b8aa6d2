import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { codeOf } from '../database/refusal.ts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Codes of the system for what somebody at the command line can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large for the file system',
};

/**
 * Makes a file that is there whole or not at all: it is written as `<path>.<random>.part`, readable by this user
 * alone, and gets its name when it is on disk. A file of that name is only replaced when `force` is set.
 */
export async function writePartFile<T>(
  path: string,
  force: boolean,
  write: (target: Writable) => Promise<T>,
): Promise<T> {
  if (!force) requireAbsent(path);
  const part = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    const result = await write(createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    if (!force) requireAbsent(path);
    await rename(part, path);
    await keepName(dirname(path));
    return result;
  } catch (cause) {
    await rm(part, { force: true });
    const code = codeOf(cause) ?? '';
    const reason = REASONS[code] ?? (code === 'EISDIR' ? 'it is a folder' : undefined);
    if (reason === undefined) throw cause;
    throw new StartupFailure(
      `The backup cannot be written to ${path} (${reason}): give another file.`,
      { cause },
    );
  }
}

function requireAbsent(path: string): void {
  if (!existsSync(path)) return;
  throw new StartupFailure(`${path} exists: give another name, or --force to replace it.`);
}

/** The name is on disk only when the folder is; Windows opens no folders. */
async function keepName(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using handle = await open(folder, 'r');
  await handle.sync();
}
