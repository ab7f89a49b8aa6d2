import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { buildExtension } from './support/extensionBuild.ts';
import { startMarketplace } from './support/marketplace.ts';
import { temporaryFolder } from './support/temporaryFolder.ts';
import { startVsCode } from './support/vscodeHost.ts';

const VSCODE_PORT = 4821;
const STOP_TIMEOUT_MS = 20_000;

/**
 * `pnpm demo`: a marketplace with fresh data and a real VS Code in the browser, with the extension
 * installed as users install it, on an example workspace; until Ctrl-C.
 */
async function main(): Promise<void> {
  const port = portFrom(process.env['PORT']);
  const interrupt = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (interrupt.signal.aborted) return;
      say('Stopping…');
      interrupt.abort();
      // A step that hangs must not keep us: what runs on a leash ends with this process.
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    });
  }
  try {
    await demo(port, interrupt.signal);
  } catch (error) {
    // Ctrl-C reaches the programs of the step at hand too, which then fails.
    if (!interrupt.signal.aborted) throw error;
  }
}

async function demo(port: number, signal: AbortSignal): Promise<void> {
  say('Building the extension…');
  const vsix = await buildExtension();
  signal.throwIfAborted();

  say('Starting the marketplace and VS Code…');
  await using folder = await temporaryFolder('demo');
  // Everything that is written goes below it. Open to the account that runs PostgreSQL when we are
  // root.
  await chmod(folder.path, 0o755);
  process.env['TMPDIR'] = folder.path;
  // With a state folder of its own: the demo's VS Code sees the demo's marketplace, and nobody
  // else's sees it.
  await using marketplace = await startMarketplace({ port });
  signal.throwIfAborted();
  await using vscode = await startVsCode({
    extensions: [vsix],
    port: (await isFree(VSCODE_PORT)) ? VSCODE_PORT : 0,
    env: { XDG_STATE_HOME: marketplace.stateHome },
    token: true,
    signal,
  });
  const workspace = await exampleWorkspace(folder.path);
  signal.throwIfAborted();

  say(`
Open this address in a browser:

  ${vscode.url(workspace)}

and choose the Skill Marketplace in the activity bar, at the left. The address is as good as a
password: who has it works as you. The marketplace itself answers at ${marketplace.url}. Ctrl-C
stops both and removes what they wrote.`);

  const interrupted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined));
  });
  const ended = await Promise.race([
    interrupted,
    marketplace.exited.then(() => ({ name: 'The marketplace', output: marketplace.output() })),
    vscode.exited.then(() => ({ name: 'VS Code', output: vscode.output() })),
  ]);
  if (ended === undefined) return;
  throw new Error(`${ended.name} ended by itself:\n${ended.output.slice(-2_000)}`);
}

/** Where the marketplace listens; 0 is any free port. */
function portFrom(value = '0'): number {
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`PORT must be a number from 0 to 65535, and is “${value}”.`);
}

/** A small project to install skills into. */
async function exampleWorkspace(parent: string): Promise<string> {
  const workspace = join(parent, 'example');
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(join(workspace, '.vscode', 'settings.json'), '{}\n');
  await writeFile(
    join(workspace, 'README.md'),
    '# Example\n\nA folder to try skills in: install one from the Skill Marketplace at the left.\n',
  );
  return workspace;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
