import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Writes a file that must not exist yet, and returns when its bytes are on the disk. */
export async function writeDurably(
  file: string,
  content: Uint8Array | string,
  executable = false,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(file, 'wx', executable ? 0o777 : 0o666);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a file in place of the one that may be there: a reader sees the old bytes or the new ones. */
export async function replaceDurably(file: string, content: Uint8Array | string): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeDurably(draft, content);
    await renameEntry(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/** Makes the names in a folder durable; does nothing where folders cannot be synced (Windows). */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Errors that Windows gives while a virus scanner or an indexer holds a file for a moment. */
const PASSING = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Renames a file or folder; on Windows it tries again for a second. */
export async function renameEntry(from: string, to: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || attempt === 10 || !PASSING.has(codeOf(error) ?? '')) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The system's code of an error (`ENOENT`); `undefined` when it is none of the system's. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
