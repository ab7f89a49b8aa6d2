import assert from 'node:assert/strict';
import { SearchSession } from '../../../extension/src/search/searchSession.ts';
import type { Later, SessionState } from '../../../extension/src/search/searchSession.ts';
import { EVERYTHING, type SearchRequest } from '../../../extension/src/search/searchRequest.ts';

/** A session whose searches are answered by hand, and whose pauses end by hand. */
function openSession(start: SearchRequest = EVERYTHING) {
  const asked: {
    request: SearchRequest;
    signal: AbortSignal;
    answer: PromiseWithResolvers<string>;
  }[] = [];
  const states: SessionState<string>[] = [];
  let pause: (() => void) | undefined;
  const later: Later = (action) => {
    pause = action;
    return () => (pause = undefined);
  };
  const session = new SearchSession<string>({
    start,
    search: (request, signal) => {
      const answer = Promise.withResolvers<string>();
      asked.push({ request, signal, answer });
      return answer.promise;
    },
    show: (state) => states.push(state),
    later,
  });
  return {
    session,
    asked: () => asked.map(({ request }) => request.query),
    aborted: () => asked.map(({ signal }) => signal.aborted),
    requests: () => asked.map(({ request }) => request),
    /** Answers the n-th search, and lets the session see it. */
    answer: async (index: number, value: string) => {
      asked[index]?.answer.resolve(value);
      await asked[index]?.answer.promise;
      await Promise.resolve();
    },
    refuse: async (index: number, error: Error) => {
      asked[index]?.answer.reject(error);
      await asked[index]?.answer.promise.catch(() => undefined);
      await Promise.resolve();
    },
    state: () => states.at(-1),
    isPausing: () => pause !== undefined,
    endPause: () => {
      const action = pause;
      pause = undefined;
      action?.();
    },
  };
}

const answered = (query: string, value: string) => ({
  request: { query },
  isBusy: false,
  shown: { request: { query }, outcome: { state: 'answered', value } },
});

describe('a search session', () => {
  it('asks for its start at once, and shows that it waits', () => {
    const { asked, state } = openSession({ query: 'review', category: 'testing' });
    assert.deepEqual(asked(), ['review']);
    assert.deepEqual(state(), { request: { query: 'review', category: 'testing' }, isBusy: true });
  });

  it('asks at the first key, and for those that follow only when they pause', () => {
    const { session, asked, endPause } = openSession();
    session.type('re');
    assert.deepEqual(asked(), ['', 're']);
    session.type('rev');
    session.type('revi');
    assert.deepEqual(asked(), ['', 're']);
    endPause();
    assert.deepEqual(asked(), ['', 're', 'revi']);
    session.type('review');
    assert.deepEqual(asked(), ['', 're', 'revi', 'review']);
  });

  it('asks nothing when a pause ends without another key', () => {
    const { session, asked, endPause } = openSession();
    session.type('re');
    endPause();
    assert.deepEqual(asked(), ['', 're']);
  });

  it('asks from two letters on, so that fewer show the start', () => {
    const { session, asked, endPause } = openSession();
    session.type('r');
    session.type(' r ');
    assert.deepEqual(asked(), ['']);
    session.type('re');
    endPause();
    session.type('r');
    assert.deepEqual(asked(), ['', 're', '']);
  });

  it('asks nothing for a space at the end', () => {
    const { session, asked, isPausing, endPause } = openSession();
    session.type('re');
    endPause();
    session.type('re ');
    assert.deepEqual(asked(), ['', 're']);
    assert.equal(isPausing(), false);
  });

  it('aborts a search as soon as a key makes it void, not only when the next begins', () => {
    const { session, aborted } = openSession();
    session.type('re');
    assert.deepEqual(aborted(), [true, false]);
    session.type('rev');
    assert.deepEqual(aborted(), [true, true]);
  });

  it('drops an answer that comes after a newer request, and one that fails so', async () => {
    const { session, answer, refuse, state, endPause } = openSession();
    session.type('re');
    session.type('rev');
    endPause();
    await answer(2, 'found');
    assert.deepEqual(state(), answered('rev', 'found'));
    await answer(1, 'too late');
    await refuse(0, new Error('too late'));
    assert.deepEqual(state(), answered('rev', 'found'));
  });

  it('keeps showing the last answer, with what it answers, while it waits', async () => {
    const { session, answer, state } = openSession();
    await answer(0, 'popular');
    session.type('re');
    assert.deepEqual(state(), {
      ...answered('', 'popular'),
      request: { query: 're' },
      isBusy: true,
    });
  });

  it('shows a failure, and asks the same again', async () => {
    const { session, answer, refuse, state } = openSession({ query: 'review' });
    const error = new Error('no connection');
    await refuse(0, error);
    assert.deepEqual(state()?.shown?.outcome, { state: 'failed', error });
    session.again();
    await answer(1, 'found');
    assert.deepEqual(state(), answered('review', 'found'));
  });

  it('keeps the filters while words change, and forgets that they were exact', () => {
    const { session, requests } = openSession({ query: 'kuberntes', exact: true, minRating: 4 });
    session.type('kubernetes');
    assert.deepEqual(requests().at(-1), { query: 'kubernetes', minRating: 4 });
  });

  it('asks for filters at once, in the place of keys that wait', () => {
    const { session, requests, endPause } = openSession();
    session.type('re');
    session.type('rev');
    session.ask({ query: 'rev', category: 'testing' });
    endPause();
    assert.deepEqual(requests(), [
      { query: '' },
      { query: 're' },
      { query: 'rev', category: 'testing' },
    ]);
  });

  it('asks and shows nothing after its end', async () => {
    const { session, asked, answer, aborted, state, endPause } = openSession();
    session.type('re');
    session.type('rev');
    const last = state();
    session.dispose();
    endPause();
    await answer(1, 'too late');
    assert.deepEqual(asked(), ['', 're']);
    assert.deepEqual(aborted(), [true, true]);
    assert.equal(state(), last);
  });
});
