import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from './availability.ts';
import { startOnLeash, type LeashedProcess } from './leashedProcess.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { installVsCode } from './vscodeInstall.ts';
import { quietSettings, restrictedModeSettings } from './vscodeSettings.ts';

const START_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 3_000;

const run = promisify(execFile);

/** Settings by their full names, as in settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** What a VS Code is started with; everything may be left out. */
export interface VsCodeOptions {
  /** Paths of .vsix files to install, as a user would. */
  readonly extensions?: readonly string[];
  /** Added to our environment, from which the XDG folders are taken away. */
  readonly env?: NodeJS.ProcessEnv;
  /** Settings of machine scope (`skillMarketplace.server`): VS Code takes them from here only. */
  readonly machineSettings?: Settings;
  /** The user's home; otherwise an empty one that goes with this VS Code. */
  readonly home?: string;
  /** Otherwise a free one. */
  readonly port?: number;
  /** Opens every folder in Restricted Mode, as one that the user has not trusted yet. */
  readonly restricted?: boolean;
  /**
   * Lets in only who has its address: a random token, part of `url()`. Without it every account of
   * this computer that finds the port has a terminal as us.
   */
  readonly token?: boolean;
  /** Gives up the start when aborted; nothing once it runs. */
  readonly signal?: AbortSignal;
}

/** A running VS Code server on the loopback address. */
export interface VsCode extends AsyncDisposable {
  /** `127.0.0.1:port`: its address, and the authority of its `vscode-remote:` URIs. */
  readonly authority: string;
  readonly home: string;
  /** Resolves when it has ended, wanted or not. */
  readonly exited: Promise<unknown>;
  /**
   * The address of the window with this folder or .code-workspace file, or with nothing open; with
   * the token, where there is one.
   */
  url(open?: string): string;
  output(): string;
  /** Ends it with its extension hosts, and removes its data. */
  stop(): Promise<void>;
}

/** Starts a real VS Code; throws one sentence where that is not possible (see `installVsCode`). */
export async function startVsCode(options: VsCodeOptions = {}): Promise<VsCode> {
  const { signal } = options;
  const server = join(pathOf(await installVsCode()), 'out', 'server-main.js');
  signal?.throwIfAborted();
  await using cleanUp = new AsyncDisposableStack();
  const data = cleanUp.use(await temporaryFolder('vscode')).path;
  const home = options.home ?? join(data, 'home');
  await mkdir(home, { recursive: true });

  await writeSettings(join(data, 'data', 'User', 'settings.json'), {
    ...quietSettings,
    ...(options.restricted === true ? restrictedModeSettings : {}),
  });
  await writeSettings(
    join(data, 'data', 'Machine', 'settings.json'),
    options.machineSettings ?? {},
  );

  const env = vsCodeEnvironment(home, options.env);
  const places = ['--server-data-dir', data, '--accept-server-license-terms'];
  for (const vsix of options.extensions ?? []) {
    await run(process.execPath, [server, ...places, '--install-extension', vsix], {
      env,
      ...(signal === undefined ? {} : { signal, killSignal: 'SIGKILL' }),
    });
  }

  const token = options.token === true ? randomBytes(24).toString('hex') : undefined;
  const args = [server, ...places, '--telemetry-level', 'off'];
  args.push(...(await tokenArguments(data, token)));
  args.push('--host', '127.0.0.1', '--port', String(options.port ?? 0));
  if (options.restricted !== true) args.push('--disable-workspace-trust');
  const running = await startOnLeash(process.execPath, args, { env, cwd: home });
  cleanUp.defer(async () => {
    await running.stop({ graceMs: STOP_GRACE_MS, sweep: true });
  });
  const port = await Promise.race([
    listeningPort(running),
    ...(signal === undefined ? [] : [aborted(signal)]),
  ]);
  const authority = `127.0.0.1:${port}`;

  const owned = cleanUp.move();
  return {
    authority,
    home,
    exited: running.exited,
    url: (open) => windowUrl(authority, token, open),
    output: () => running.output(),
    stop: () => owned.disposeAsync(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function listeningPort(running: LeashedProcess): Promise<string> {
  const [, port = ''] = await running.waitForOutput(
    /Extension host agent listening on (\d+)/,
    START_TIMEOUT_MS,
  );
  return port;
}

/** Rejects when the signal is aborted. */
async function aborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

/** By file: the arguments of a process are for every account to read. */
async function tokenArguments(folder: string, token?: string): Promise<string[]> {
  if (token === undefined) return ['--without-connection-token'];
  const path = join(folder, 'connection-token');
  await writeFile(path, token, { mode: 0o600 });
  return ['--connection-token-file', path];
}

function windowUrl(authority: string, token?: string, open?: string): string {
  const url = new URL(`http://${authority}/`);
  if (token !== undefined) url.searchParams.set('tkn', token);
  if (open === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set(open.endsWith('.code-workspace') ? 'workspace' : 'folder', open);
  return url.href;
}

/** Our environment as a stranger's: another home, no XDG folders, no VS Code around us. */
function vsCodeEnvironment(home: string, added: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !/^(XDG_|VSCODE_)/.test(name));
  // `{}` is an extension gallery without address: VS Code then looks nothing up.
  return { ...Object.fromEntries(ours), EXTENSIONS_GALLERY: '{}', HOME: home, ...added };
}

async function writeSettings(path: string, settings: Settings): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(settings, undefined, 2));
}
