import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartupFailure } from '../../errors/startupFailure.ts';

/** The account that PostgreSQL runs as, where it is not our own. */
export interface PostgresAccount {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to `postgres` or `nobody`;
 * anybody else runs it as themselves (`undefined`).
 */
export function postgresAccount(): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = accountNumber('-u', name);
    const gid = accountNumber('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new StartupFailure(
    'PostgreSQL does not run as root and this machine has neither a postgres nor a nobody user: start as an ordinary user, or set DATABASE_URL.',
  );
}

/** True when every existing folder on the way to the path lets others pass, as another account needs it. */
export function reachableByOthers(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const mode = statSync(folder, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function accountNumber(flag: '-u' | '-g', name: string): number | undefined {
  try {
    const text = execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] });
    return Number(text.toString());
  } catch {
    return undefined;
  }
}
