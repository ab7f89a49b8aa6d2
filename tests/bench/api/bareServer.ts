import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import process from 'node:process';
import { openOrm } from '@skill-marketplace/server/database';
import { z } from 'zod';

const Recordings = z.array(
  z.array(z.object({ sql: z.string(), parameters: z.array(z.unknown()) })),
);

/**
 * What an answer costs at the least: `node:http`, the statements of `RECORDINGS` on a pool like the
 * marketplace's, and `JSON.stringify` of their rows. `GET /<n>` runs the statements of the nth recording;
 * prints its origin.
 */
async function main(): Promise<void> {
  const { RECORDINGS: file = '', DATABASE_URL: url = '' } = process.env;
  const recordings = Recordings.parse(JSON.parse(await readFile(file, 'utf8')));
  const orm = await openOrm({ url });
  const pool = await orm.em.getDriver().getConnection().getNativeClient();
  const answer = async (index: number, response: ServerResponse) => {
    const rows: unknown[] = [];
    for (const { sql, parameters } of recordings[index] ?? []) {
      rows.push((await pool.query(sql, parameters)).rows);
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(rows));
  };
  const server = createServer((request, response) => {
    answer(Number(request.url?.slice(1)), response).catch(() => response.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  process.stdout.write(`serves at http://127.0.0.1:${address.port}\n`);
  await once(process, 'SIGTERM');
  server.closeAllConnections();
  server.close();
  await orm.close(true);
}

await main();
