import { execFile, type ChildProcess } from 'node:child_process';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startOnLeash, type Exit } from './leashedProcess.ts';
import { repositoryRoot } from './paths.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const START_TIMEOUT_MS = 90_000;

/** What the server writes for its owner into `DATA_DIR/credentials.json`. */
export type Credentials = z.infer<typeof Credentials>;
export const Credentials = z.looseObject({
  version: z.literal(1),
  instanceId: z.string(),
  url: z.string(),
  token: z.string(),
});

/** What a marketplace is started with; everything may be left out. */
export interface MarketplaceOptions {
  /** Otherwise a fresh one, removed at the end. */
  readonly dataDir?: string;
  /** The `XDG_STATE_HOME` where it registers itself; otherwise a fresh one, removed at the end. */
  readonly stateHome?: string;
  /** Otherwise a free one. */
  readonly port?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** A marketplace in a process of its own. */
export interface Marketplace extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly stateHome: string;
  readonly credentials: Credentials;
  readonly pid: number;
  /** Resolves when it has ended, wanted or not. */
  readonly exited: Promise<Exit>;
  output(): string;
  /** Ends it as Ctrl-C would, waits, and says how it ended. Folders of its own stay until disposal. */
  stop(): Promise<Exit>;
  /** Ends it as `kill -9` would, and waits. */
  kill(): Promise<void>;
}

/**
 * Starts the real server as `pnpm start` does, and waits until it serves; throws with what it
 * printed when it does not.
 *
 * @example
 * await using marketplace = await startMarketplace();
 * const client = createMarketplaceClient({ url: marketplace.url });
 */
export async function startMarketplace(options: MarketplaceOptions = {}): Promise<Marketplace> {
  await using cleanUp = new AsyncDisposableStack();
  const ownFolder = async (purpose: string) => cleanUp.use(await temporaryFolder(purpose)).path;
  const dataDir = options.dataDir ?? (await ownFolder('data'));
  // Open to the account that runs PostgreSQL when we are root; otherwise the cluster would be kept,
  // and left, in /var/lib.
  if (options.dataDir === undefined) await chmod(dataDir, 0o755);
  const stateHome = options.stateHome ?? (await ownFolder('state'));
  const server = await startOnLeash(
    process.execPath,
    [join(repositoryRoot, 'server', 'bin', 'start.mjs')],
    {
      cwd: repositoryRoot,
      env: {
        ...marketplaceEnvironment({ dataDir, stateHome }),
        PORT: String(options.port ?? 0),
        ...options.env,
      },
    },
  );
  cleanUp.defer(async () => {
    await server.stop();
  });
  const [, url = ''] = await server.waitForOutput(
    /Skill Marketplace is ready at (http\S+)/,
    START_TIMEOUT_MS,
  );
  const credentials = Credentials.parse(
    JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8')),
  );
  const pid = await server.started;

  const owned = cleanUp.move();
  return {
    url,
    dataDir,
    stateHome,
    credentials,
    pid,
    exited: server.exited,
    output: () => server.output(),
    stop: () => server.stop(),
    kill: async () => {
      await server.signal('SIGKILL');
      await server.exited;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** How a run of the `marketplace` command ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `pnpm marketplace …` without pnpm, on the data of a marketplace that runs or does not; `watch` is given
 * the process.
 *
 * @example
 * const { stdout } = await runMarketplace(['import', folder, '--json'], marketplace);
 */
export function runMarketplace(
  args: readonly string[],
  on: Pick<Marketplace, 'dataDir' | 'stateHome'>,
  env: NodeJS.ProcessEnv = {},
  watch: (running: ChildProcess) => void = () => {},
): Promise<CommandResult> {
  const command = [join(repositoryRoot, 'server', 'bin', 'marketplace.mjs'), ...args];
  const options = {
    cwd: repositoryRoot,
    env: { ...marketplaceEnvironment(on), ...env },
    maxBuffer: Infinity,
  };
  return new Promise((resolve, reject) => {
    const running = execFile(process.execPath, command, options, (error, stdout, stderr) => {
      // `code` is a number when the command ran, and a name (ENOENT) when it could not.
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error('the command did not run'));
    });
    watch(running);
  });
}

/** Our environment without what configures the developer's own marketplace. */
function marketplaceEnvironment(on: Pick<Marketplace, 'dataDir' | 'stateHome'>): NodeJS.ProcessEnv {
  const own =
    /^(HOST|PORT|PUBLIC_URL|ALLOWED_HOSTS|ALLOWED_ORIGINS|DATABASE_URL|ANONYMOUS_READ|ATOM_SAAS_\w+|UPSTREAMS_FILE|TRUST_PROXY|INIT_CWD|LOG_LEVEL|RATE_LIMITS|ARCHIVE_LIMITS|GIT_HOSTS|GIT_CA_FILE|POLICY_FILE|OIDC_\w+|GITHUB_(?:URL|CLIENT_\w+|ORGANISATION)|BOOTSTRAP_TOKEN_FILE)$/;
  const others = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(others), DATA_DIR: on.dataDir, XDG_STATE_HOME: on.stateHome };
}
