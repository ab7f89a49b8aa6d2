import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { marketplaceFetch } from '../../../extension/src/connection/marketplaceFetch.ts';
import { toFailure } from '../../../extension/src/failures/failure.ts';
import { withDiskFaults } from '../../../extension/src/install/disk/diskFault.ts';
import { downloadBundle } from '../../../extension/src/installing/downloadBundle.ts';
import { serve, type Answer } from './loopbackServer.ts';

const FILE = { path: 'SKILL.md', size: 1_000, sha256: 'a'.repeat(64), executable: false };
const plan = { bundleUrl: `/bundles/${randomUUID()}`, files: [FILE] };

/** Downloads as an install does, with little patience. */
async function download(
  url: string,
  { timeoutMs = 5_000, idleMs = 5_000 }: { timeoutMs?: number; idleMs?: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const get = (path: string, abort?: AbortSignal) =>
    marketplaceFetch(new URL(path, url), {
      expects: 'zip',
      timeoutMs,
      idleMs,
      ...(abort === undefined ? {} : { signal: abort }),
    });
  return withDiskFaults(() => downloadBundle({ url, get }, plan, signal));
}

/** Sends the first bytes of a longer body, and then does that. */
function begun(then: (response: Parameters<Answer>[1]) => void): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': 100 });
    response.write('first', () => then(response));
  };
}

describe('downloadBundle', () => {
  it('takes longer than the deadline of an answer, as long as bytes come', async () => {
    await using server = await serve(
      begun((response) => {
        setTimeout(() => response.end('x'.repeat(95)), 150);
      }),
    );
    assert.equal((await download(server.origin, { timeoutMs: 100 })).byteLength, 100);
  });

  it('says that a body which stalls is too slow', async () => {
    await using server = await serve(begun(() => undefined));
    const { origin: url } = server;
    await assert.rejects(download(url, { idleMs: 50 }), (error) => {
      assert.deepEqual(toFailure(error), { from: 'editor', reason: 'too_slow', url });
      return true;
    });
  });

  it('says that a body which breaks off is no answer', async () => {
    await using server = await serve(begun((response) => response.destroy()));
    const { origin: url } = server;
    await assert.rejects(download(url, {}), (error) => {
      assert.deepEqual(toFailure(error), { from: 'editor', reason: 'no_answer', url });
      return true;
    });
  });

  it("is cancelled by the person's own abort only", async () => {
    const controller = new AbortController();
    await using server = await serve(begun(() => controller.abort()));
    await assert.rejects(download(server.origin, {}, controller.signal), { reason: 'cancelled' });
    const late = new DOMException('The operation timed out', 'TimeoutError');
    assert.deepEqual(toFailure(new Error('outer', { cause: late })), {
      from: 'editor',
      reason: 'too_slow',
    });
  });
});
