import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

/** True when a file at the place, or in the folder there, was written after the time (in ms since 1970). */
export async function touchedSince(place: string, time: number): Promise<boolean> {
  const stats = await lstat(place);
  if (!stats.isDirectory()) return stats.mtimeMs > time;
  for (const name of await readdir(place)) {
    if (await touchedSince(path.join(place, name), time)) return true;
  }
  return false;
}
