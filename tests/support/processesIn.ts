import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The programs that run in a folder or below it, by their command lines; only Linux tells. */
export function processesIn(folder: string): string[] {
  const pids =
    process.platform === 'linux' ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.flatMap((pid) => {
    try {
      if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
