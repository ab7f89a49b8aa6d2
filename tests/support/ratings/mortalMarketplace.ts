import { chmod } from 'node:fs/promises';
import { postgresPid } from '../../integration/embeddedPostgres.ts';
import { startMarketplace, type Marketplace } from '../marketplace.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** What of a marketplace is killed. */
export type Victim = 'server' | 'postgres';

/** A marketplace with its embedded PostgreSQL that is killed again and again, and started again at the same address. */
export interface MortalMarketplace extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly stateHome: string;
  /** Kills with SIGKILL, waits until the server is gone, starts it again, and gives the milliseconds until it served. */
  kill(victim: Victim): Promise<number>;
}

/** Starts one in folders of its own, without rate limits. */
export async function startMortalMarketplace(): Promise<MortalMarketplace> {
  await using stack = new AsyncDisposableStack();
  const dataDir = stack.use(await temporaryFolder('data')).path;
  // Open to the account that runs PostgreSQL when we are root.
  await chmod(dataDir, 0o755);
  const stateHome = stack.use(await temporaryFolder('state')).path;
  const start = (port: number): Promise<Marketplace> =>
    startMarketplace({ dataDir, stateHome, port, env: { RATE_LIMITS: 'off' } });
  let running = await start(0);
  stack.defer(() => running[Symbol.asyncDispose]());
  const { url } = running;
  const port = Number(new URL(url).port);
  const owned = stack.move();
  return {
    url,
    dataDir,
    stateHome,
    async kill(victim) {
      const diedAt = performance.now();
      if (victim === 'server') await running.kill();
      else {
        process.kill(postgresPid(dataDir), 'SIGKILL');
        // It ends by itself, with a sentence, since it cannot serve any more.
        await running.exited;
      }
      await running[Symbol.asyncDispose]();
      running = await start(port);
      return performance.now() - diedAt;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
