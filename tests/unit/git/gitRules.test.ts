import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DEFAULT_GIT_HOSTS, parseGitHosts } from '../../../server/src/git/gitRules.ts';

describe('parseGitHosts', () => {
  it('reads hosts with their ports and the addresses that they are pinned to', () => {
    assert.deepEqual(
      parseGitHosts('GitHub.com, git.corp.example:8443=10.1.2.3 a.example=fd00::5'),
      [
        { host: 'github.com', port: 443 },
        { host: 'git.corp.example', port: 8443, address: '10.1.2.3' },
        { host: 'a.example', port: 443, address: 'fd00::5' },
      ],
    );
    assert.deepEqual(parseGitHosts('[fd00::5]:8443=[fd00::5],10.1.2.3=10.1.2.3'), [
      { host: '[fd00::5]', port: 8443, address: 'fd00::5' },
      { host: '10.1.2.3', port: 443, address: '10.1.2.3' },
    ]);
  });

  it('reads the default, and a list of nothing', () => {
    assert.deepEqual(
      parseGitHosts(DEFAULT_GIT_HOSTS)?.map(({ host }) => host),
      ['github.com', 'gitlab.com', 'bitbucket.org', 'codeberg.org'],
    );
    assert.deepEqual(parseGitHosts(''), []);
    assert.deepEqual(parseGitHosts(' , '), []);
  });

  const refused = [
    'https://github.com',
    'github.com/acme',
    'user@github.com',
    'github.com:0',
    'github.com:70000',
    'github.com:',
    'github.com=',
    'github.com=localhost',
    'github.com=10.0.0',
    'a=b=c',
    '*',
    '*.github.com',
    'github.com.',
    'github.com?x',
    '127.1',
    'fd00::5',
    '10.0.0.1=10.0.0.2',
    'a.example=fe80::1%eth0',
    'github.com=10.0.0.1:443',
    'a..b',
  ];
  for (const text of refused) {
    it(`does not take ${text} for a host`, () => {
      assert.equal(parseGitHosts(text), undefined);
      assert.equal(parseGitHosts(`github.com,${text}`), undefined);
    });
  }

  it('throws at no text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseGitHosts(text)));
  });
});
