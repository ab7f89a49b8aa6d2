import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { postgresAccount, type PostgresAccount } from './account.ts';
import { initialiseCluster, POSTGRES_USER } from './initialise.ts';
import { pipePath, takePart } from './participation.ts';
import { placePostgres, rememberPlace, type PostgresPlace } from './place.ts';
import { removeStalePid, runningPostmaster, waitFor, type Postmaster } from './postmaster.ts';

/** A running embedded PostgreSQL that this process takes part in. */
export interface EmbeddedPostgres {
  /** Folder of the unix socket, as `pg` takes it for `host`. */
  host: string;
  port: number;
  user: string;
  pid: number;
  /** Resolves when the server has ended while it was still in use here. */
  ended: Promise<void>;
  /** Where PostgreSQL writes its log. */
  log: string;
  /** Lets go, and waits until the server is gone when nobody else uses it. */
  stop(): Promise<void>;
}

/** A unix socket's whole path has 107 bytes at most; PostgreSQL adds `/.s.PGSQL.5432` and a lock beside it. */
const LONGEST_SOCKET_FOLDER = 90;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;

/**
 * The watchdog: starts PostgreSQL, reads the pipe until its last writer is gone, then stops it (fast shutdown).
 * It ignores the terminal's signals, so that Ctrl-C reaches PostgreSQL only through the pipe, after its users.
 */
const WATCHDOG = `
exec 3<"$1"; shift
trap "" INT TERM HUP
"$@" </dev/null 3<&- & postgres=$!
{ cat <&3 >/dev/null; kill -INT "$postgres" 2>/dev/null; } & reader=$!
exec 3<&-
wait "$postgres"
kill -KILL "$reader" 2>/dev/null
`;

/**
 * Attaches to the PostgreSQL of a data directory, or starts it. It lives as long as any process that
 * called this lives; even `kill -9` of the last one shuts it down cleanly.
 */
export async function ensurePostgres(
  dataDirectory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const account = postgresAccount();
  const place = placePostgres(dataDirectory, account);
  if (Buffer.byteLength(place.sockets) > LONGEST_SOCKET_FOLDER) {
    throw new StartupFailure(
      `The path of the data directory is too long for PostgreSQL's socket (${place.sockets}): set DATA_DIR to a shorter one.`,
    );
  }
  await initialiseCluster(place, account);
  rememberPlace(dataDirectory, place);
  const participation = takePart(place.sockets, account);
  try {
    const server = await attachOrStart(place, account, settings);
    const { ended, unwatch } = watchEnd(place);
    return {
      ended,
      host: server.socketDirectory,
      port: server.port,
      user: POSTGRES_USER,
      pid: server.pid,
      log: place.log,
      async stop() {
        unwatch();
        if (participation.leave().othersRemain) return;
        await waitFor(
          () => (runningPostmaster(place.cluster) === undefined ? true : undefined),
          STOP_LIMIT_MS,
        );
      },
    };
  } catch (error) {
    participation.leave();
    throw error;
  }
}

/** Looks once a second whether the server is still there; whoever started it may be another process. */
function watchEnd({ cluster }: PostgresPlace): { ended: Promise<void>; unwatch: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    if (runningPostmaster(cluster) === undefined) resolve();
  }, 1000);
  timer.unref();
  return { ended: promise, unwatch: () => clearInterval(timer) };
}

async function attachOrStart(
  place: PostgresPlace,
  account: PostgresAccount | undefined,
  settings: Readonly<Record<string, string>>,
): Promise<Postmaster> {
  const ready = () => {
    const server = runningPostmaster(place.cluster);
    return server?.ready === true ? server : undefined;
  };
  // One that starts or stops right now: wait until it is the one or the other.
  await waitFor(() => {
    const server = runningPostmaster(place.cluster);
    return server === undefined || server.ready ? true : undefined;
  }, STOP_LIMIT_MS);
  const running = ready();
  if (running !== undefined) return running;

  removeStalePid(place.cluster);
  const watchdog = startWatchdog(place, account, settings);
  let ended = false;
  watchdog.once('exit', () => (ended = true));
  // When another first start wins the race, our PostgreSQL ends and theirs becomes ready.
  const server = await waitFor(
    () => ready() ?? (ended && runningPostmaster(place.cluster) === undefined ? null : undefined),
    START_LIMIT_MS,
  );
  if (server === undefined || server === null) {
    throw new StartupFailure(`PostgreSQL did not start; the end of ${place.log} says why.`);
  }
  return server;
}

function startWatchdog(
  place: PostgresPlace,
  account: PostgresAccount | undefined,
  settings: Readonly<Record<string, string>>,
) {
  const options = {
    listen_addresses: '',
    unix_socket_directories: place.sockets,
    unix_socket_permissions: '0700',
    ...settings,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(place.log, 'a', 0o600);
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      WATCHDOG,
      'skill-marketplace-postgres',
      pipePath(place.sockets),
      place.binaries.postgres,
      '-D',
      place.cluster,
      ...flags,
    ],
    {
      ...account,
      cwd: '/',
      detached: true,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
    },
  );
  closeSync(log);
  child.unref();
  return child;
}
