import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { deserialize, parse, serialize, stringify } from 'superjson';
import { wireFormat } from '../../../shared/src/wire/index.ts';

const RUNS = { numRuns: 3000 };

/** Times to the millisecond, as a Date has them. */
const date = fc.date({ noInvalidDate: true });
const plainNumber = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((number) => !Object.is(number, -0));
const plainKey = fc.oneof(
  fc.constantFrom('createdAt', 'items', 'a', 'b', '', '0', '1', '10', '01', '-1', 'length'),
  fc.string({ maxLength: 4 }).filter((key) => key !== '__proto__' && !/[.\\]/.test(key)),
);

/** What the server answers with: objects, lists, texts, numbers, dates. */
const { plainData } = fc.letrec((tie) => ({
  plainData: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), plainNumber, fc.boolean(), fc.constantFrom(null, undefined), date),
    fc.array(tie('plainData'), { maxLength: 5 }),
    fc.dictionary(plainKey, tie('plainData'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));

class Point {
  x = 1;
  readonly at = new Date(0);
}

class Day extends Date {}

/** What plain data has not, made anew for each value. */
const oddLeaf = fc.constantFrom<(() => unknown)[]>(
  () => Number.NaN,
  () => Infinity,
  () => -Infinity,
  () => -0,
  () => 10n ** 30n,
  () => /a.b/gi,
  () => new Error('no', { cause: new Date(0) }),
  () => new URL('http://127.0.0.1/?a=1'),
  () => new Uint8Array([1, 2]),
  () => new Map<unknown, unknown>([['a.b', new Date(0)]]),
  () => new Set<unknown>([undefined, new Date(0)]),
  () => new Date(Number.NaN),
  () => new Day(0),
  () => new Point(),
  () => Object.create(null),
  () => Object.assign(Object.create(null), { at: new Date(0) }),
  () => Symbol('s'),
  () => () => 1,
  () => Object.assign([], { length: 3 }),
  () => [new Date(0), , undefined], // oxlint-disable-line no-sparse-arrays
  () => Object.assign([new Date(0)], { at: new Date(0) }),
  () => [{ at: new Date(0) }, new Date(0)],
  () => ({ 1: { at: new Date(0) }, 2: new Date(0), a: undefined }),
  () => Object.defineProperty({}, 'hidden', { value: new Date(0) }),
  () => ({ [Symbol('key')]: new Date(0) }),
  () => ({
    get at() {
      return new Date(0);
    },
  }),
  () => Object.prototype,
  () => new Boolean(true),
  () => Promise.resolve(1),
);
const oddKey = fc.oneof(
  plainKey,
  fc.constantFrom('a.b', '.', '\\', 'a\\.b', 'toString', 'hasOwnProperty', 'toJSON', '\ud800'),
);
/** Shared by all values of a run, so that it occurs more than once. */
const shared: readonly unknown[] = [new Date(1), { at: new Date(2) }, [undefined], ['a']];
const { oddData } = fc.letrec((tie) => ({
  oddData: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plainData,
    oddLeaf.map((make) => make()),
    fc.constantFrom(...shared),
    fc.array(tie('oddData'), { maxLength: 4 }),
    fc.dictionary(oddKey, tie('oddData'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

function assertWrittenAlike(value: unknown): void {
  const expected = serialize(value);
  const actual = wireFormat.serialize(value);
  assert.deepEqual(actual, expected);
  assert.equal(JSON.stringify(actual), JSON.stringify(expected));
}

describe('the wire format', function () {
  this.timeout(60_000);

  it('is written as superjson writes it, byte by byte, for plain data', () => {
    fc.assert(fc.property(plainData, assertWrittenAlike), RUNS);
  });

  it('is written as superjson writes it, byte by byte, for odd data', () => {
    fc.assert(fc.property(oddData, assertWrittenAlike), RUNS);
  });

  it('is as superjson writes it for data that contains itself', () => {
    const skill: Record<string, unknown> = { at: new Date(0) };
    skill['list'] = [skill];
    assertWrittenAlike(skill);
    assertWrittenAlike([skill, skill]);
  });

  it('refuses the keys that superjson refuses', () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const value = { items: [JSON.parse(`{ "${key}": 1 }`)] };
      assert.throws(() => serialize(value), /prototype pollution/);
      assert.throws(() => wireFormat.serialize(value), /prototype pollution/);
    }
  });

  it('shares nothing with what was written', () => {
    const value = { tags: ['a'], match: { fields: ['name'] } };
    const { json } = wireFormat.serialize(value);
    value.tags.push('b');
    value.match.fields.push('tags');
    assert.deepEqual(json, { tags: ['a'], match: { fields: ['name'] } });
  });

  it('is read by superjson as what was written', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        const sent = JSON.parse(JSON.stringify(wireFormat.serialize(value)));
        assert.deepEqual(deserialize(sent), value);
      }),
      RUNS,
    );
  });

  it('is the form of all that is read, where superjson takes anything else for nothing', () => {
    assert.equal(wireFormat.deserialize(JSON.parse('{}')), undefined);
    for (const value of [{ query: 'review' }, [], ['review'], 'review', null]) {
      const read: (value: never) => unknown = wireFormat.deserialize;
      assert.throws(() => Reflect.apply(read, undefined, [value]), TypeError);
    }
  });

  it('of superjson is read as superjson reads it, or refused as it refuses it', () => {
    fc.assert(
      fc.property(oddData, (value) => {
        const text = stringify(value);
        const read = outcomeOf(() => wireFormat.deserialize(JSON.parse(text)));
        assert.deepEqual(
          read,
          outcomeOf(() => parse(text)),
        );
      }),
      RUNS,
    );
  });
});

/** superjson mixes up some keys with dots and backslashes, and then fails on what it wrote itself. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    return { error: String(error) };
  }
}
