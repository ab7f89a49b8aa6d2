import { once } from 'node:events';
import { createServer } from 'node:http';
import process from 'node:process';
import { createApp } from '@skill-marketplace/server/app';
import { compose } from '@skill-marketplace/server/compose';
import { readConfig } from '@skill-marketplace/server/config';
import { openOrm } from '@skill-marketplace/server/database';
import { hearNews } from '../../../server/src/database/news.ts';
import { ensureIdentity } from '../../../server/src/features/instance/instance.repository.ts';
import { createLogger } from '../../../server/src/logging.ts';
import { answerNaively, NAIVE_PATH } from './naiveSearch.ts';

/**
 * The real app and the naive way behind one HTTP server, over the database of `DATABASE_URL`; prints its origin.
 * The naive way is spared what every request of the app goes through, which is in its favour.
 */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl === undefined) throw new Error('DATABASE_URL names the seeded database.');
  const logger = createLogger(config);
  const orm = await openOrm({ url: config.databaseUrl });
  const address = { port: 0, url: '' };
  const news = await hearNews({ url: config.databaseUrl });
  const { services, rules } = compose(
    config,
    await ensureIdentity(orm.em.fork()),
    () => address.url,
    news,
  );
  const app = createApp({
    config,
    orm,
    services,
    rules,
    logger,
    port: () => address.port,
    origin: () => address.url,
    isStopping: () => false,
  });
  const server = createServer((request, response) => {
    if (request.url?.startsWith(NAIVE_PATH) !== true) {
      app(request, response);
      return;
    }
    answerNaively(orm, request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'the naive search failed');
      response.writeHead(500).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const listening = server.address();
  if (listening === null || typeof listening === 'string') throw new Error('no port was given');
  address.port = listening.port;
  address.url = `http://127.0.0.1:${listening.port}`;
  process.stdout.write(`serves at ${address.url}\n`);
  await once(process, 'SIGTERM');
  server.closeAllConnections();
  server.close();
  await news[Symbol.asyncDispose]();
  await orm.close(true);
}

await main();
