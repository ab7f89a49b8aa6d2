import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import express from 'express';
import { startHub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { publicationOf } from '../support/publication.ts';
import { takePublishingTurns } from '../../server/src/http/publishingTurns.ts';

describe('turns of publishing', function () {
  this.timeout(20_000);

  it('lets a few in at once, others when those have left, and reading always', async () => {
    const app = express();
    const held: (() => void)[] = [];
    let closed = 0;
    app.use((_request, response, next) => {
      response.once('close', () => (closed += 1));
      next();
    });
    app.use(takePublishingTurns(2));
    app.use(({ path }, response) => {
      if (path.includes('publishing.')) held.push(() => response.end('done'));
      else response.end('read');
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(address !== null && typeof address !== 'string');
    const url = `http://127.0.0.1:${address.port}`;
    const fetched = (path: string, signal?: AbortSignal) =>
      fetch(`${url}/${path}`, signal === undefined ? {} : { signal }).then((answer) =>
        answer.text(),
      );
    try {
      const leaving = new AbortController();
      const first = [fetched('publishing.publish'), fetched('skills.byId,publishing.yank')];
      await eventually(() => assert.equal(held.length, 2));
      const impatient = fetched('publishing.publish', leaving.signal);
      const patient = fetched('publishing.import');
      assert.equal(await fetched('skills.search'), 'read');
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

  it('are not taken all by one account that takes its time over its bodies', async () => {
    await using hub = await startHub();
    const mia = await hub.addUser('mia', { publishers: ['acme'] });
    const otto = await hub.addUser('otto', { publishers: ['other'] });
    const begun = Array.from({ length: 4 }, () => {
      const outgoing = request(`${hub.url}/trpc/publishing.publish`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${mia.token}`,
          'content-type': 'application/json',
          'content-length': 100_000,
        },
        agent: false,
      });
      outgoing.on('error', () => {});
      outgoing.write('{');
      return outgoing;
    });
    try {
      await eventually(async () => {
        const used = await hub.orm.em
          .fork()
          .execute(`select 1 from tokens where user_id = ? and last_used_at is not null`, [mia.id]);
        assert.equal(used.length, 1);
      });
      const { outcome } = await otto.client.publishing.publish.mutate(
        publicationOf('other', 'own'),
      );
      assert.equal(outcome, 'created');
    } finally {
      for (const outgoing of begun) outgoing.destroy();
    }
  });
});
