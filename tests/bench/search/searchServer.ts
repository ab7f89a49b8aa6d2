import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startOnLeash } from '../../support/leashedProcess.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const START_TIMEOUT_MS = 30_000;

/** The bench's server in a process of its own; it ends with its scope. */
export interface SearchServer extends AsyncDisposable {
  url: string;
}

/** Starts the server over a seeded database, without rate limits. */
export async function startSearchServer(databaseUrl: string): Promise<SearchServer> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder('bench'));
  const server = stack.use(
    await startOnLeash(process.execPath, [SERVER], {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: folder.path,
        DATABASE_URL: databaseUrl,
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'error',
      },
    }),
  );
  const [, url = ''] = await server.waitForOutput(/serves at (http\S+)/, START_TIMEOUT_MS);
  const disposables = stack.move();
  return { url, [Symbol.asyncDispose]: () => disposables.disposeAsync() };
}
