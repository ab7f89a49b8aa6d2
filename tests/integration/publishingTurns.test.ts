import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import express from 'express';
import { eventually } from '../support/eventually.ts';
import { takePublishingTurns } from '../../server/src/http/publishingTurns.ts';

describe('turns of publishing', () => {
  it('lets a few in at once, others when those have left, and reading always', async () => {
    const app = express();
    const held: (() => void)[] = [];
    let closed = 0;
    app.use((_request, response, next) => {
      response.once('close', () => (closed += 1));
      next();
    });
    app.use(takePublishingTurns(2));
    app.use((request, response) => {
      if (request.path.includes('publishing.')) held.push(() => response.end('done'));
      else response.end('read');
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address !== 'string');
    const url = `http://127.0.0.1:${address.port}`;
    const ask = (path: string, signal?: AbortSignal) =>
      fetch(`${url}/${path}`, signal === undefined ? {} : { signal }).then((answer) =>
        answer.text(),
      );
    try {
      const leaving = new AbortController();
      const first = [ask('publishing.publish'), ask('skills.byId,publishing.yank')];
      await eventually(() => assert.equal(held.length, 2));
      const impatient = ask('publishing.publish', leaving.signal);
      const patient = ask('publishing.import');
      assert.equal(await ask('skills.search'), 'read');
      assert.equal(held.length, 2);
      const seen = closed;
      leaving.abort();
      await assert.rejects(impatient);
      await eventually(() => assert.equal(closed, seen + 1));
      for (const answer of held) answer();
      assert.deepEqual(await Promise.all(first), ['done', 'done']);
      await eventually(() => assert.equal(held.length, 3));
      held[2]?.();
      assert.equal(await patient, 'done');
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
