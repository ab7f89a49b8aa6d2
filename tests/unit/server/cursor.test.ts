import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DomainError } from '../../../server/src/errors/domainError.ts';
import { CursorCodec } from '../../../server/src/paging/cursor.ts';

const codec = new CursorCodec('a secret');
const position = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 });
const isRefused = (error: unknown) =>
  error instanceof DomainError && error.reason === 'invalid_input' && error.field === 'cursor';

describe('CursorCodec', () => {
  it('gives back every position to the question that it was written for', () => {
    fc.assert(
      fc.property(fc.string(), position, (question, at) => {
        assert.deepEqual(codec.decode(question, codec.encode(question, at) ?? ''), at);
      }),
    );
  });

  it('writes what may stand in a URL', () => {
    fc.assert(fc.property(position, (at) => assert.match(codec.encode('q', at) ?? '', /^[\w-]+$/)));
  });

  it('refuses another question', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), position, (question, other, at) => {
        fc.pre(question !== other);
        assert.throws(() => codec.decode(other, codec.encode(question, at) ?? ''), isRefused);
      }),
    );
  });

  it('refuses what another marketplace wrote', () => {
    const other = new CursorCodec('another secret');
    assert.throws(() => codec.decode('q', other.encode('q', ['1']) ?? ''), isRefused);
  });

  it('refuses every single change', () => {
    const bytes = Buffer.from(codec.encode('q', ['5', 'x']) ?? '', 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => codec.decode('q', changed.toString('base64url')), isRefused);
    }
  });

  it('refuses any text that it did not write, and throws nothing else', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.constantFrom('', 'null', 'e30'),
    );
    fc.assert(
      fc.property(texts, (text) => {
        assert.throws(() => codec.decode('q', text), isRefused);
      }),
    );
  });
});
