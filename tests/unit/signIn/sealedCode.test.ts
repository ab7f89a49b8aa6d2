import assert from 'node:assert/strict';
import { openCode, sealCode } from '../../../server/src/features/signIn/sealedCode.ts';

describe('a sealed device code', () => {
  it('is read with the secret of its attempt, and with no other', () => {
    const sealed = sealCode('the attempt', 'the device code ✓');
    assert.equal(openCode('the attempt', sealed), 'the device code ✓');
    assert.throws(() => openCode('another attempt', sealed));
  });

  it('is not read once it was changed', () => {
    const bytes = Buffer.from(sealCode('the attempt', 'code'), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => openCode('the attempt', changed.toString('base64url')));
    }
  });

  it('is another one each time', () => {
    assert.notEqual(sealCode('the attempt', 'code'), sealCode('the attempt', 'code'));
  });
});
