import { execFileSync } from 'node:child_process';
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { PostgresAccount } from './account.ts';
import { isAlive } from './postmaster.ts';

/**
 * The processes that use one embedded PostgreSQL keep a named pipe open for writing.
 * The watchdog reads it: when the last of them is gone, however it died, the pipe ends and PostgreSQL stops.
 */
export interface Participation {
  /** Lets go of the pipe, and says whether somebody else still holds it. Does nothing the second time. */
  leave(): { othersRemain: boolean };
}

/** Who takes part is also written down by process id, only to know whether to wait for the end. */
const MARK = 'participant-';

/** Path of the pipe. */
export function pipePath(sockets: string): string {
  return join(sockets, 'alive');
}

/** Takes part; makes the pipe when there is none. */
export function takePart(sockets: string, account: PostgresAccount | undefined): Participation {
  const path = pipePath(sockets);
  if (!existsSync(path)) makePipe(path, account);
  // Read and write: opening for writing alone would wait for a reader, which is started only afterwards.
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const mark = join(sockets, `${MARK}${process.pid}`);
  writeFileSync(mark, '');
  let open = true;
  return {
    leave() {
      if (open) {
        rmSync(mark, { force: true });
        closeSync(descriptor);
      }
      open = false;
      return { othersRemain: readdirSync(sockets).some(isOfLivingProcess) };
    },
  };
}

function makePipe(path: string, account: PostgresAccount | undefined): void {
  try {
    execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
  } catch (error) {
    // Another first start made it between the look and the call.
    if (!existsSync(path)) throw error;
  }
  if (account !== undefined) chownSync(path, account.uid, account.gid);
}

/** One that was killed leaves its mark behind; its process is gone. */
function isOfLivingProcess(fileName: string): boolean {
  return fileName.startsWith(MARK) && isAlive(Number(fileName.slice(MARK.length)));
}
