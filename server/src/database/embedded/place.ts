import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { sync as writeFileAtomicSync } from 'write-file-atomic';
import { z } from 'zod';
import { reachableByOthers, type PostgresAccount } from './account.ts';
import { binariesIn, findBinaries, type PostgresBinaries } from './binaries.ts';

/** Where the embedded server's parts are; all absolute. */
export interface PostgresPlace {
  binaries: PostgresBinaries;
  /** Owned by the account that runs PostgreSQL; holds all below. */
  home: string;
  /** PostgreSQL's data directory. */
  cluster: string;
  /** Folder of the unix socket and of the keep-alive pipe. */
  sockets: string;
  log: string;
}

/** A place that root owns and every account may pass, for what lies below a closed folder. */
const SHARED_ROOT = '/var/lib/skill-marketplace';

const PlaceRecord = z.object({ home: z.string() });

/**
 * Decides where the cluster of a data directory lives, and remembers it in `postgres.json` there:
 * inside the data directory, except when root starts it below a folder (`/root`, `mktemp -d`) that the
 * account running PostgreSQL cannot enter; then under `/var/lib/skill-marketplace/<hash>`.
 */
export function placePostgres(
  dataDirectory: string,
  account: PostgresAccount | undefined,
): PostgresPlace {
  const home = recordedHome(dataDirectory) ?? chooseHome(dataDirectory, account);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(home, account.uid, account.gid);
  writeFileAtomicSync(recordPath(dataDirectory), `${JSON.stringify({ home })}\n`, { mode: 0o600 });
  return {
    binaries: reachableBinaries(account),
    home,
    cluster: join(home, 'cluster'),
    sockets: join(home, 's'),
    log: join(home, 'postgres.log'),
  };
}

function recordPath(dataDirectory: string): string {
  return join(dataDirectory, 'postgres.json');
}

function recordedHome(dataDirectory: string): string | undefined {
  if (!existsSync(recordPath(dataDirectory))) return undefined;
  return PlaceRecord.parse(JSON.parse(readFileSync(recordPath(dataDirectory), 'utf8'))).home;
}

function chooseHome(dataDirectory: string, account: PostgresAccount | undefined): string {
  const inside = join(dataDirectory, 'postgres');
  if (account === undefined || reachableByOthers(dataDirectory)) return inside;
  const hash = createHash('sha256').update(realpathSync(dataDirectory)).digest('hex').slice(0, 16);
  mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
  return join(SHARED_ROOT, hash);
}

/** The programs themselves, or a copy that the account can reach, made once per version. */
function reachableBinaries(account: PostgresAccount | undefined): PostgresBinaries {
  const found = findBinaries();
  const root = realpathSync(found.root);
  if (account === undefined || reachableByOthers(root)) return binariesIn(root);
  const version = createHash('sha256').update(versionOf(root)).digest('hex').slice(0, 16);
  const copy = join(SHARED_ROOT, `postgres-${version}`);
  if (!existsSync(copy)) {
    // Aside, then renamed: a copy that broke off is never taken for a whole one.
    const aside = `${copy}.${process.pid}`;
    mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
    cpSync(root, aside, { recursive: true, verbatimSymlinks: true });
    renameUnlessThere(aside, copy);
  }
  return binariesIn(copy);
}

function versionOf(root: string): string {
  const manifest = z.object({ name: z.string(), version: z.string() });
  const text = readFileSync(join(dirname(root), 'package.json'), 'utf8');
  const { name, version } = manifest.parse(JSON.parse(text));
  return `${name}@${version}`;
}

/** Puts the folder in place; another process that was first wins, and ours is dropped. */
export function renameUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    rmSync(from, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
