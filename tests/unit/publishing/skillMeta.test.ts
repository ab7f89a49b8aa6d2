import assert from 'node:assert/strict';
import { readMeta } from '../../../server/src/features/publishing/skillMeta.ts';

describe('readMeta', () => {
  const meta = (text: string) =>
    readMeta([{ path: '_meta.json', content: new TextEncoder().encode(text) }]);
  const commit = 'https://git.example.com/skills/commit/1895a21e97ba';

  it('reads owner, version and commit', () => {
    const latest = { version: '1.0', commit };
    assert.deepEqual(meta(JSON.stringify({ owner: 'acme', latest, slug: 'x' })), {
      owner: 'acme',
      latest,
      history: [],
    });
  });

  it('reads each version of the history once, completed', () => {
    const history = [
      { version: '1.1', publishedAt: 1_769_844_383_041, commit },
      { version: '1.1.0' },
      { version: 'first' },
      { version: '1.0.0', publishedAt: 'yesterday', commit: 'javascript:alert(1)' },
      null,
    ];
    assert.deepEqual(meta(JSON.stringify({ history })).history, [
      { version: '1.1.0', commit, publishedAt: new Date(1_769_844_383_041) },
      { version: '1.0.0', commit: undefined, publishedAt: undefined },
    ]);
  });

  it('takes no version that could not be shown or stored', () => {
    for (const version of ['1.0\0x', '\ud800', '9'.repeat(65), '1 0', '']) {
      assert.equal(meta(JSON.stringify({ latest: { version } })).latest?.version, undefined);
    }
  });

  it('stops at 200 entries of a history', () => {
    const history = Array.from({ length: 1000 }, (_, index) => ({ version: `1.0.${index}` }));
    assert.equal(meta(JSON.stringify({ history })).history.length, 200);
  });

  it('reads what it can of a file that is half wrong, and nothing of one that is none', () => {
    const { owner } = meta('{"owner":1,"latest":{"version":2}}');
    assert.equal(owner, undefined);
    const nothing = { history: [] };
    for (const text of ['', '{', 'null', '[]', '1', '"x"']) {
      assert.deepEqual(meta(text), nothing);
    }
    const elsewhere = [{ path: 'sub/_meta.json', content: new Uint8Array() }];
    assert.deepEqual(readMeta(elsewhere), nothing);
  });
});
