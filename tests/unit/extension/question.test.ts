import assert from 'node:assert/strict';
import { Question } from '../../../extension/src/browse/question.ts';

const PATIENCE_MS = 10;

describe('a question of a view', () => {
  it('answers once, however often it is asked for', async () => {
    let asked = 0;
    const question = new Question(
      async () => (asked += 1),
      () => assert.fail('nothing was late'),
    );
    assert.deepEqual(await question.answer(), { state: 'answered', value: 1 });
    assert.deepEqual(await question.answer(), { state: 'answered', value: 1 });
  });

  it('never rejects', async () => {
    const error = new Error('no connection');
    const question = new Question(
      () => Promise.reject(error),
      () => undefined,
    );
    assert.deepEqual(await question.answer(), { state: 'failed', error });
  });

  it('says that it waits when its patience ends, and tells when the answer has come', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const late = Promise.withResolvers<void>();
    const question = new Question(() => promise, late.resolve, PATIENCE_MS);
    assert.deepEqual(await question.answer(), { state: 'waiting' });
    resolve('here');
    await late.promise;
    assert.deepEqual(await question.answer(), { state: 'answered', value: 'here' });
  });

  it('drops what comes after it was given up, and cancels the call', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    let signal: AbortSignal | undefined;
    const ask = (given: AbortSignal) => {
      signal = given;
      return promise;
    };
    const question = new Question(ask, () => assert.fail('it was given up'), PATIENCE_MS);
    await question.answer();
    question.dispose();
    resolve('too late');
    await promise;
    assert.equal(signal?.aborted, true);
    assert.deepEqual(await question.answer(), { state: 'waiting' });
  });
});
