import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { isProof, newNonce } from '../../../extension/src/connection/proof.ts';

describe('the proof of a local marketplace', () => {
  const expected = {
    instanceSecret: 's'.repeat(64),
    origin: 'http://127.0.0.1:4820',
    nonce: newNonce(),
  };
  const proofWith = (secret: string, text: string) =>
    createHmac('sha256', secret).update(text).digest('hex');
  const right = proofWith(expected.instanceSecret, expected.origin + expected.nonce);

  it('holds for the secret, the origin and the nonce that were asked', () => {
    assert.equal(isProof(right, expected), true);
  });

  it('does not hold for another secret, origin or nonce, nor for none or half of it', () => {
    const { instanceSecret, origin, nonce } = expected;
    const wrong = [
      proofWith('t'.repeat(64), origin + nonce),
      proofWith(instanceSecret, `http://127.0.0.1:9999${nonce}`),
      proofWith(instanceSecret, origin + newNonce()),
      right.slice(0, 32),
      `${right}00`,
      '',
      undefined,
    ];
    assert.deepEqual(
      wrong.map((proof) => isProof(proof, expected)),
      wrong.map(() => false),
    );
  });

  it('is asked with a nonce that the contract takes, and never the same', () => {
    assert.ok(newNonce().length >= 16 && newNonce().length <= 128);
    assert.notEqual(newNonce(), newNonce());
  });
});
