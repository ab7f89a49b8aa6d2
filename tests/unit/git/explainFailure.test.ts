import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { explainFailure } from '../../../server/src/git/explainFailure.ts';
import { parseGitSource } from '../../../server/src/git/gitSource.ts';

const URL = 'https://git.example/acme/skills';
const place = { source: parseGitSource(URL, { local: false }), ref: 'main' };
const UNKNOWN = `${URL} does not answer as a git repository does: check the address, or try later.`;

// As git 2.39 and later write them with LC_ALL=C, built with either TLS library.
const explained: [string, string, RegExp][] = [
  [`fatal: repository '${URL}/' not found`, 'not_found', /no repository at/],
  [
    `fatal: unable to access '${URL}/': The requested URL returned error: 403`,
    'not_found',
    /no repo/,
  ],
  [
    `fatal: could not read Username for 'https://git.example': terminal prompts disabled`,
    'not_found',
    /without signing in/,
  ],
  [
    `fatal: unable to access '${URL}/': The requested URL returned error: 301`,
    'upstream_unavailable',
    /has moved/,
  ],
  [
    `error: RPC failed; HTTP 307 curl 22 The requested URL returned error: 307`,
    'upstream_unavailable',
    /has moved/,
  ],
  [`fatal: couldn't find remote ref main`, 'not_found', /no branch, tag or commit main/],
  [`fatal: remote error: upload-pack: not our ref ${'a'.repeat(40)}`, 'not_found', /no branch/],
  [
    `fatal: unable to access '${URL}/': server certificate verification failed. CAfile: none CRLfile: none`,
    'upstream_unavailable',
    /no certificate/,
  ],
  [
    `fatal: unable to access '${URL}/': SSL certificate problem: unable to get local issuer certificate`,
    'upstream_unavailable',
    /no certificate/,
  ],
  [
    `fatal: unable to access '${URL}/': Failed to connect to git.example port 443 after 0 ms: Couldn't connect to server`,
    'upstream_unavailable',
    /does not answer:/,
  ],
  [
    `fatal: unable to access '${URL}/': Operation too slow. Less than 1000 bytes/sec transferred the last 30 seconds`,
    'upstream_unavailable',
    /does not answer:/,
  ],
  [
    `error: object ${'a'.repeat(40)}: hasDotgit: contains '.git'\nfatal: fsck error in packed object`,
    'not_allowed',
    /malformed or harmful/,
  ],
  [`fatal: mismatched algorithms: client sha1; server sha256`, 'not_allowed', /sha256/],
  [
    `fatal: unable to access '${URL}/': The requested URL returned error: 500`,
    'upstream_unavailable',
    /as a git repository does/,
  ],
  ['', 'upstream_unavailable', /as a git repository does/],
];

describe('explainFailure', () => {
  for (const [errors, reason, message] of explained) {
    it(`${reason}: ${errors.slice(0, 70)}`, () => {
      const failure = explainFailure(`warning: redirecting\n${errors}\n`, place);
      assert.equal(failure.reason, reason);
      assert.match(failure.message, message);
      assert.match(failure.message, /^https:.*\.$|^There is no repository at .*\.$/);
    });
  }

  it('takes no word of the server for one of git', () => {
    const said = `remote: fatal: repository 'x' not found\nremote: fatal: couldn't find remote ref main`;
    assert.equal(explainFailure(said, place).message, UNKNOWN);
  });

  it('repeats nothing of what git wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 8 }), (text) => {
        assert.equal(explainFailure(`fatal: ~${text}`, place).message, UNKNOWN);
      }),
    );
  });
});
