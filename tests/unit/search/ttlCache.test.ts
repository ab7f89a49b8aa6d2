import assert from 'node:assert/strict';
import { TtlCache } from '../../../server/src/features/search/ttlCache.ts';

const HOUR = 3_600_000;

describe('TtlCache', () => {
  it('computes once for several who ask at once, and afterwards', async () => {
    const cache = new TtlCache<number>(HOUR, 10);
    let computed = 0;
    const ask = () => cache.get('a', () => Promise.resolve((computed += 1)));
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
    assert.equal(await ask(), 1);
  });

  it('computes again when the time is over', async () => {
    const cache = new TtlCache<number>(0, 10);
    let computed = 0;
    const ask = () => cache.get('a', () => Promise.resolve((computed += 1)));
    assert.deepEqual([await ask(), await ask()], [1, 2]);
  });

  it('keeps the most recent up to its size', async () => {
    const cache = new TtlCache<string>(HOUR, 2);
    for (const key of ['a', 'b', 'c']) await cache.get(key, () => Promise.resolve(`first ${key}`));
    const again = (key: string) => cache.get(key, () => Promise.resolve(`second ${key}`));
    assert.equal(await again('c'), 'first c');
    assert.equal(await again('b'), 'first b');
    assert.equal(await again('a'), 'second a');
  });

  it('does not keep a failure', async () => {
    const cache = new TtlCache<string>(HOUR, 2);
    await assert.rejects(cache.get('a', () => Promise.reject(new Error('gone'))));
    assert.equal(await cache.get('a', () => Promise.resolve('there')), 'there');
  });

  it('lets those who waited compute when the first one goes away', async () => {
    const cache = new TtlCache<string>(HOUR, 2);
    const first = Promise.withResolvers<string>();
    let computed = 0;
    const compute = () => Promise.resolve(`there ${(computed += 1)}`);
    const abandoned = cache.get('a', () => first.promise);
    const waiting = [cache.get('a', compute), cache.get('a', compute)];
    first.reject(new Error('gone'));
    await assert.rejects(abandoned, { message: 'gone' });
    assert.deepEqual(await Promise.all(waiting), ['there 1', 'there 1']);
  });
});
