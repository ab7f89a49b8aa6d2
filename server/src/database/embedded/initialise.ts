import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { StartupFailure } from '../../errors/startupFailure.ts';
import type { PostgresAccount } from './account.ts';
import { renameUnlessThere, type PostgresPlace } from './place.ts';

/** The superuser of the embedded cluster; only this machine's socket reaches it. */
export const POSTGRES_USER = 'marketplace';

/** Makes the cluster when there is none: aside, then renamed, so that two first starts cannot mix. */
export async function initialiseCluster(
  place: PostgresPlace,
  account: PostgresAccount | undefined,
): Promise<void> {
  makeOwned(place.sockets, account);
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return;
  // A random name: in a container the process that broke off before may have had our id.
  const aside = `${place.cluster}.init-${randomUUID()}`;
  makeOwned(aside, account);
  const child = spawn(
    place.binaries.initdb,
    [
      '-D',
      aside,
      '-U',
      POSTGRES_USER,
      '--auth=trust',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
      '--no-instructions',
    ],
    {
      ...account,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [code, , errors] = await Promise.all([exit, text(child.stdout), text(child.stderr)]);
  if (code !== 0) {
    rmSync(aside, { recursive: true, force: true });
    throw new StartupFailure(
      `PostgreSQL could not make its files in ${place.home}: ${errors.trim().split('\n').at(-1) ?? 'no reason given'}`,
    );
  }
  renameUnlessThere(aside, place.cluster);
}

function makeOwned(folder: string, account: PostgresAccount | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}
