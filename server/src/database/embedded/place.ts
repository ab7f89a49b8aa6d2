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
import { StartupFailure } from '../../errors/startupFailure.ts';
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

/** Written into the data directory when the cluster is elsewhere. */
const PlaceRecord = z.object({ home: z.string().startsWith('/') });

/**
 * Decides where the cluster of a data directory lives: inside it, except when root starts it below a folder
 * (`/root`, `mktemp -d`) that the account running PostgreSQL cannot enter; then under
 * `/var/lib/skill-marketplace/<hash>`, which `postgres.json` in the data directory remembers.
 * A cluster that is remembered and gone is a `StartupFailure`, never an empty new one.
 */
export function placePostgres(
  dataDirectory: string,
  account: PostgresAccount | undefined,
): PostgresPlace {
  const directory = realpathSync(dataDirectory);
  const home = rememberedHome(directory) ?? chooseHome(directory, account);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(home, account.uid, account.gid);
  return {
    binaries: reachableBinaries(account),
    home,
    cluster: join(home, 'cluster'),
    sockets: join(home, 's'),
    log: join(home, 'postgres.log'),
  };
}

/** Remembers a cluster outside its data directory, and in it whose it is; called once it is initialised. */
export function rememberPlace(dataDirectory: string, { home }: PostgresPlace): void {
  const directory = realpathSync(dataDirectory);
  if (home === insideHome(directory)) return;
  writeFileAtomicSync(recordPath(directory), `${JSON.stringify({ home })}\n`, { mode: 0o600 });
  writeFileAtomicSync(ownerPath(home), directory, { mode: 0o600 });
}

function insideHome(directory: string): string {
  return join(directory, 'postgres');
}

function recordPath(directory: string): string {
  return join(directory, 'postgres.json');
}

function ownerPath(home: string): string {
  return join(home, 'data-directory');
}

function rememberedHome(directory: string): string | undefined {
  const record = recordPath(directory);
  if (!existsSync(record)) return undefined;
  const home = readHome(record);
  if (home === undefined || !existsSync(join(home, 'cluster', 'PG_VERSION'))) {
    throw new StartupFailure(
      `The database of ${directory} is not where ${record} says: put it back, or remove that file to begin with an empty one.`,
    );
  }
  const owner = existsSync(ownerPath(home)) ? readFileSync(ownerPath(home), 'utf8') : directory;
  // A moved data directory takes its database along; a copied one would share it.
  if (owner !== directory && existsSync(recordPath(owner))) {
    throw new StartupFailure(
      `The database that ${record} names belongs to ${owner}: a copied data directory cannot share it. Remove that file to begin with an empty one.`,
    );
  }
  return home;
}

function readHome(record: string): string | undefined {
  try {
    return PlaceRecord.parse(JSON.parse(readFileSync(record, 'utf8'))).home;
  } catch {
    // Half a file names no place.
    return undefined;
  }
}

function chooseHome(directory: string, account: PostgresAccount | undefined): string {
  const inside = insideHome(directory);
  if (account === undefined || existsSync(inside) || reachableByOthers(directory)) return inside;
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 16);
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
