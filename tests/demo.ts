import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { buildExtension } from './support/extensionBuild.ts';
import { startMarketplace } from './support/marketplace.ts';
import { temporaryFolder } from './support/temporaryFolder.ts';
import { startVsCode } from './support/vscodeHost.ts';

const VSCODE_PORT = 4821;

/**
 * `pnpm demo`: a marketplace with fresh data and a real VS Code in the browser, with the extension
 * installed as users install it, on an example workspace; until Ctrl-C.
 */
async function main(): Promise<void> {
  const interrupted = Promise.withResolvers<'interrupted'>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => interrupted.resolve('interrupted'));
  }

  say('Building the extension…');
  const vsix = await buildExtension();
  say('Starting the marketplace and VS Code…');
  await using folder = await temporaryFolder('demo');
  const { PORT, XDG_STATE_HOME } = process.env;
  await using marketplace = await startMarketplace({
    port: Number(PORT ?? 0),
    // Its own, unless one is asked for: the demo's VS Code then sees the demo's marketplace only.
    stateHome: XDG_STATE_HOME ?? join(folder.path, 'state'),
  });
  await using vscode = await startVsCode({
    extensions: [vsix],
    port: (await isFree(VSCODE_PORT)) ? VSCODE_PORT : 0,
    env: { XDG_STATE_HOME: marketplace.stateHome },
  });
  const workspace = await exampleWorkspace(folder.path);

  say(`
Open this address in a browser:

  ${vscode.url(workspace)}

and choose the Skill Marketplace in the activity bar, at the left. The marketplace itself answers
at ${marketplace.url}. Ctrl-C stops both and removes what they wrote.`);

  const ended = await Promise.race([
    interrupted.promise,
    marketplace.exited.then(() => 'The marketplace' as const),
    vscode.exited.then(() => 'VS Code' as const),
  ]);
  if (ended === 'interrupted') return say('Stopping…');
  const output = ended === 'VS Code' ? vscode.output() : marketplace.output();
  throw new Error(`${ended} ended by itself:\n${output.slice(-2_000)}`);
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
