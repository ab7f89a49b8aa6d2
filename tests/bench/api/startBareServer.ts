import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startOnLeash } from '../../support/leashedProcess.ts';
import type { Statement } from '../../support/statements.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const SERVER = fileURLToPath(new URL('bareServer.ts', import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** The bare server in a process of its own; it ends with its scope. */
export interface BareServer extends AsyncDisposable {
  url: string;
}

/** Starts the bare server with the statements that each of its paths runs. */
export async function startBareServer(
  databaseUrl: string,
  recordings: readonly (readonly Statement[])[],
): Promise<BareServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder('bare'));
  const file = join(folder.path, 'recordings.json');
  await writeFile(file, JSON.stringify(recordings));
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, RECORDINGS: file };
  const server = stack.use(await startOnLeash(process.execPath, [SERVER], { env }));
  const [, url = ''] = await server.waitForOutput(/serves at (http\S+)/, START_TIMEOUT_MS);
  const disposables = stack.move();
  return { url, [Symbol.asyncDispose]: () => disposables.disposeAsync() };
}
