import { existsSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import path from 'node:path';

/** Several events come for one file that is written. */
const SETTLE_MS = 200;

/**
 * Tells when something in a folder changes, or the folder comes or goes: while it is not there, its
 * nearest parent is watched. What cannot be watched is not: no error, no call.
 */
export function watchFolder(
  folder: string,
  onChange: () => void,
  settleMs: number = SETTLE_MS,
): { dispose(): void } {
  let watched = '';
  let watcher: FSWatcher | undefined;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    watcher?.close();
    // The folder may come between the look and the watch, so look again.
    do {
      watcher?.close();
      watched = nearest(folder);
      watcher = tryWatch(watched, changed);
    } while (watcher !== undefined && nearest(folder) !== watched);
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const before = watched;
      // Anew each time: a folder that was removed and made again is another one.
      start();
      // Parents are shared with other programs, whose files are of no interest.
      if (watched === folder || before === folder) onChange();
    }, settleMs);
    timer.unref();
  };
  start();
  return {
    dispose() {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}

function nearest(folder: string): string {
  let current = folder;
  while (!existsSync(current) && path.dirname(current) !== current) current = path.dirname(current);
  return current;
}

function tryWatch(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
