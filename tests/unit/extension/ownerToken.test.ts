import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { clientOf } from '../../../extension/src/connection/marketplace.ts';
import { OwnerToken } from '../../../extension/src/connection/ownerToken.ts';
import { toFailure } from '../../../extension/src/failures/failure.ts';
import { marketplace, registration, serve } from './loopbackServer.ts';

const SECRET = 'a'.repeat(64);

describe("the owner's token", () => {
  it('is sent to nobody who takes the address over, once the last proof is old', async () => {
    const id = randomUUID();
    let answer = marketplace(id, SECRET);
    await using server = await serve((...call) => answer(...call));
    const token = new OwnerToken(registration(server.origin, id, SECRET), undefined, 0);
    const client = clientOf(server.origin, token);
    await client.server.info.query({});
    assert.deepEqual(server.seen, [undefined, 'Bearer owner']);
    answer = marketplace(id, 'b'.repeat(64));
    await assert.rejects(client.server.info.query({}), (error) => {
      const failure = toFailure(error);
      assert.equal(failure.from === 'editor' && failure.reason, 'not_proved');
      return true;
    });
    assert.deepEqual(server.seen, [undefined, 'Bearer owner', undefined]);
  });

  it('is proved again after a failure, and only then while the proof is fresh', async () => {
    const id = randomUUID();
    await using server = await serve(marketplace(id, SECRET));
    const token = new OwnerToken(registration(server.origin, id, SECRET), undefined, 60_000);
    await token.get();
    await token.get();
    assert.equal(server.seen.length, 1);
    token.failed();
    await token.get();
    assert.equal(server.seen.length, 2);
  });

  it('tells when it was refused', () => {
    let refusals = 0;
    const of = registration('http://127.0.0.1:1', randomUUID(), SECRET);
    const token = new OwnerToken(of, () => (refusals += 1));
    token.failed();
    token.failed(404);
    token.failed(401);
    assert.equal(refusals, 1);
  });
});
