import assert from 'node:assert/strict';
import { Reason } from '@skill-marketplace/shared/contracts';
import {
  EDITOR_FAILURE_REASONS,
  EditorFailure,
} from '../../../extension/src/failures/editorFailure.ts';
import { toFailure } from '../../../extension/src/failures/failure.ts';
import type { Failure } from '../../../extension/src/failures/failure.ts';
import { failureText } from '../../../extension/src/failures/failureText.ts';
import { COMMANDS } from '../../../extension/src/ids.ts';
import { INSTALL_FAILURE_REASONS, InstallFailure } from '../../../extension/src/install/index.ts';

const SENTENCE = /^\S.*[.]$/;

describe('what is said of a failure', () => {
  const failures: Failure[] = [
    ...Reason.options.map((reason): Failure => ({
      from: 'server',
      reason,
      message: 'It is so.',
      requestId: 'r1',
    })),
    ...INSTALL_FAILURE_REASONS.map((reason): Failure => ({
      from: 'install',
      reason,
      message: 'It is so.',
    })),
    ...EDITOR_FAILURE_REASONS.map((reason): Failure => ({
      from: 'editor',
      reason,
      url: 'http://a:1',
      message: 'It is so.',
    })),
    { from: 'bug' },
  ];

  it('is a title and whole sentences, for every reason', () => {
    for (const failure of failures) {
      const { title, message } = failureText(failure);
      assert.match(message, SENTENCE, JSON.stringify(failure));
      assert.ok(title !== '' && title.length <= 45, title);
    }
  });

  it('offers only commands that exist', () => {
    const known: readonly string[] = [...Object.values(COMMANDS), 'workbench.trust.manage'];
    for (const failure of failures) {
      const { remedy } = failureText(failure);
      assert.ok(remedy === undefined || known.includes(remedy.command), remedy?.command);
    }
  });

  it('says how long to wait', () => {
    const failure: Failure = {
      from: 'server',
      reason: 'rate_limited',
      message: 'Slow down.',
      requestId: 'r1',
      retryAfterSeconds: 1,
    };
    assert.match(failureText(failure).message, /a pause of 1 second\./);
    assert.match(failureText({ ...failure, retryAfterSeconds: 7 }).title, /wait 7 s/);
  });

  it('says on which machine a loopback address is, in a remote window', () => {
    const failure: Failure = { from: 'editor', reason: 'no_answer', url: 'http://127.0.0.1:4820' };
    assert.doesNotMatch(failureText(failure).message, /another machine/);
    assert.match(failureText(failure, 'ssh').message, /another machine \(ssh\).*forward a port/);
    assert.match(
      failureText({ ...failure, local: true }).message,
      /is not running\. Start it again\./,
    );
    const far: Failure = { ...failure, url: 'https://skills.example.com' };
    assert.doesNotMatch(failureText(far, 'ssh').message, /another machine/);
  });
});

describe('toFailure', () => {
  it('finds our own failure below what tRPC and fetch wrap around it', () => {
    const own = new EditorFailure('too_slow', { url: 'http://a:1' });
    const wrapped = new Error('outer', { cause: new TypeError('fetch failed', { cause: own }) });
    assert.deepEqual(toFailure(wrapped), { from: 'editor', reason: 'too_slow', url: 'http://a:1' });
  });

  it('takes an abort for a cancellation, and what nobody expected for a bug', () => {
    const abort = new DOMException('Aborted', 'AbortError');
    assert.equal(failureText(toFailure(abort)).title, 'Cancelled');
    assert.deepEqual(toFailure(new TypeError('undefined is not a function')), { from: 'bug' });
    assert.deepEqual(toFailure('thrown text'), { from: 'bug' });
  });

  it("keeps the engine's sentence", () => {
    const failure = toFailure(
      new InstallFailure('busy', 'Another window is changing skills here.'),
    );
    assert.equal(failureText(failure).message, 'Another window is changing skills here.');
  });
});
