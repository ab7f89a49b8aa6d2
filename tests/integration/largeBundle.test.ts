import assert from 'node:assert/strict';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { startHub, type Hub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { exchange, sentFailure } from './exchange.ts';

const MIB = 1024 * 1024;

/** More than sockets take in at once. */
const LARGE_FILES: FileTree = {
  'large/SKILL.md': skillText({ name: 'large' }),
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e'].map((name, fill) => [
      `large/assets/${name}.bin`,
      new Uint8Array(1.9 * MIB).fill(fill),
    ]),
  ),
};

describe('a large bundle', function () {
  this.timeout(60_000);
  let hub: Hub;
  let url: string;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles(LARGE_FILES);
    const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/large' });
    url = `${hub.url}${bundleUrl}`;
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  /** Asks for the bundle and reads nothing of it yet. */
  const begin = async () => {
    const answer = Promise.withResolvers<IncomingMessage>();
    const request = get(url, { agent: false }, answer.resolve).on('error', answer.reject);
    return { request, answer: await answer.promise };
  };
  const sizeOfWhole = async () =>
    Number((await exchange(url, { method: 'HEAD' })).headers['content-length']);
  /** From here on the database gives no bytes. */
  const loseBytes = () =>
    hub.orm.em.fork().execute('alter table blobs rename column content to lost_content');

  it('keeps nobody waiting, however many read it slowly', async () => {
    const slow = await Promise.all(Array.from({ length: 24 }, begin));
    const size = await sizeOfWhole();
    assert.equal((await exchange(url)).body.length, size);
    const sizes = await Promise.all(slow.map(({ answer }) => buffer(answer)));
    assert.deepEqual(new Set(sizes.map(({ length }) => length)), new Set([size]));
  });

  it('is served on when clients go away in the middle', async () => {
    for (const { request } of await Promise.all(Array.from({ length: 24 }, begin))) {
      request.destroy();
    }
    const { body } = await exchange(url);
    assert.equal(body.length, await sizeOfWhole());
  });

  it('breaks off, and never looks whole, when the rest of its bytes cannot be loaded', async () => {
    const { answer } = await begin();
    await loseBytes();
    assert.equal(answer.statusCode, 200);
    await assert.rejects(buffer(answer), { code: 'ECONNRESET' });
  });

  it('is a failure that no cache keeps when its first bytes cannot be loaded', async () => {
    await loseBytes();
    const answer = await exchange(url);
    const { status, reason } = sentFailure(answer);
    assert.deepEqual([status, reason], [500, 'unexpected']);
    for (const name of ['cache-control', 'content-disposition', 'accept-ranges']) {
      assert.equal(answer.headers[name], undefined, name);
    }
    assert.notEqual(answer.headers['etag'], `"${url.slice(-68, -4)}"`);
  });

  it('answers HEAD without its bytes', async () => {
    const size = (await exchange(url)).body.length;
    await loseBytes();
    assert.equal(await sizeOfWhole(), size);
  });
});
