import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';

const PlaceRecord = z.object({ home: z.string() });

/** Where a data directory keeps its PostgreSQL: inside, unless it remembers another place. */
export function postgresHome(dataDirectory: string): string {
  const file = join(dataDirectory, 'postgres.json');
  if (!existsSync(file)) return join(dataDirectory, 'postgres');
  const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return PlaceRecord.parse(record).home;
}

/** The process id of the PostgreSQL that runs on a data directory; throws when there is no `postmaster.pid`. */
export function postgresPid(dataDirectory: string): number {
  const file = join(postgresHome(dataDirectory), 'cluster', 'postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

/** Waits until the process is gone: PostgreSQL removes its file a moment before it ends. */
export async function untilEnded(pid: number): Promise<void> {
  await eventually(() => assert.equal(isRunning(pid), false, `process ${pid} runs on`));
}

/** True while a process of that id runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
