import assert from 'node:assert/strict';
import { freeNumber, newestAbove } from '../../../server/src/features/publishing/freeNumber.ts';

describe('freeNumber', () => {
  const free = (wanted: string, ...taken: string[]) => freeNumber(wanted, new Set(taken));

  it('is the number asked for while nobody holds it', () => {
    assert.equal(free('1.2.0', '1.0.0', '1.3.0'), '1.2.0');
  });

  it('is the first free patch after it', () => {
    assert.equal(free('1.0.0', '1.0.0', '1.0.1', '1.0.3'), '1.0.2');
  });

  it('stays a prerelease', () => {
    assert.equal(free('2.0.0-beta.1', '2.0.0-beta.1'), '2.0.0-beta.2');
  });
});

describe('newestAbove', () => {
  const newest = (number: string, ...taken: string[]) => newestAbove(number, new Set(taken));

  it('is the highest number taken, with the next after it', () => {
    assert.deepEqual(newest('2.0.1', '2.0.0', '10.0.0', '3.0.0'), {
      version: '10.0.0',
      free: '10.0.1',
    });
    assert.deepEqual(newest('2.0.1', '2.0.0', '3.0.0-rc.1'), {
      version: '3.0.0-rc.1',
      free: '3.0.0-rc.2',
    });
  });

  it('is none when all that is taken is lower', () => {
    assert.equal(newest('2.0.1', '2.0.0', '1.9.0'), undefined);
    assert.equal(newest('1.0.0'), undefined);
  });
});
