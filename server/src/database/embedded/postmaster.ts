import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A PostgreSQL server that runs on a cluster. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDirectory: string;
  ready: boolean;
}

/**
 * The server that runs on the cluster, by its `postmaster.pid` (lines: pid, directory, start, port, socket
 * folder, address, memory, status). After a reboot the pid in it may be any other program's.
 */
export function runningPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidPath(cluster), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !runsOn(pid, cluster))
    return undefined;
  return {
    pid,
    port: Number(lines[3]),
    socketDirectory: lines[4]?.trim() ?? '',
    ready: lines[7]?.trim() === 'ready',
  };
}

/** Removes a `postmaster.pid` that no server holds: PostgreSQL itself would take its pid for one. */
export function removeStalePid(cluster: string): void {
  if (runningPostmaster(cluster) === undefined) rmSync(pidPath(cluster), { force: true });
}

function pidPath(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

/** True when the process is a PostgreSQL that was started on the cluster, as its command line says. */
function runsOn(pid: number, cluster: string): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : execFileSync('ps', ['-o', 'args=', '-p', String(pid)]).toString();
    return command.includes(cluster);
  } catch {
    // It ended meanwhile.
    return false;
  }
}

/** Waits until the condition gives a value, asking every 10 ms; `undefined` after the given milliseconds. */
export async function waitFor<T>(
  condition: () => T | undefined,
  milliseconds: number,
): Promise<T | undefined> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = condition();
    if (value !== undefined || performance.now() > end) return value;
    await delay(10);
  }
}

/** True while a process of that id runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs as another account.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
