import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DomainError } from '../../../server/src/errors/domainError.ts';
import { parseGitSource } from '../../../server/src/git/gitSource.ts';

const https = (text: string) => parseGitSource(text, { local: false });
const local = (text: string) => parseGitSource(text, { local: true });
const skills = {
  kind: 'https',
  url: 'https://github.com/acme/skills',
  host: 'github.com',
  port: 443,
  names: ['acme', 'skills'],
};

describe('parseGitSource', () => {
  const understood: Record<string, object> = {
    'https://github.com/acme/skills': skills,
    ' HTTPS://GitHub.com./acme/skills/ ': skills,
    'https://github.com:443//acme/skills?tab=readme#top': skills,
    'https://github.com/acme/skills.git': { ...skills, url: 'https://github.com/acme/skills.git' },
    'https://github.com/acme/skills/tree/main': { ...skills, ref: 'main' },
    'https://github.com/acme/skills/tree/v1.2/a/b%20c/': {
      ...skills,
      ref: 'v1.2',
      subfolder: 'a/b c',
    },
    'https://github.com/acme/skills/src/branch/main/a': { ...skills, ref: 'main', subfolder: 'a' },
    'https://gitlab.com/acme/team/skills/-/tree/main/a': {
      kind: 'https',
      url: 'https://gitlab.com/acme/team/skills',
      host: 'gitlab.com',
      port: 443,
      names: ['acme', 'team', 'skills'],
      ref: 'main',
      subfolder: 'a',
    },
    'https://git.example:8443/skills.git': {
      kind: 'https',
      url: 'https://git.example:8443/skills.git',
      host: 'git.example',
      port: 8443,
      names: ['skills'],
    },
    'https://[2606:4700::1111]/skills': {
      kind: 'https',
      url: 'https://[2606:4700::1111]/skills',
      host: '[2606:4700::1111]',
      port: 443,
      names: ['skills'],
    },
  };
  for (const [text, source] of Object.entries(understood)) {
    it(`understands ${text.trim()}`, () => assert.deepEqual(https(text), source));
  }

  it('reads every spelling of an address in place of a name as that address', () => {
    const spellings = [
      '127.1',
      '0x7f.1',
      '2130706433',
      '0177.0.0.01',
      '１２７.0.0.1',
      '127.0.0.1.',
    ];
    for (const spelling of spellings) {
      const source = https(`https://${spelling}/skills`);
      assert.equal(source.kind === 'https' && source.host, '127.0.0.1', spelling);
    }
  });

  const refused = [
    '',
    ' ',
    'skills',
    'github.com/acme/skills',
    '/srv/skills',
    './skills',
    'C:\\skills',
    'http://github.com/acme/skills',
    'git://github.com/acme/skills',
    'file:///srv/skills',
    'ssh://git@github.com/acme/skills',
    'git@github.com:acme/skills',
    'ext::sh -c id',

    'ftp://github.com/a',
    'javascript:1',
    '--upload-pack=id',
    'https://',
    'https:///',
    'https:a',

    'https://github.com',
    'https://github.com/',
    'https://a..b/c',
    'https://.a/c',
    'https://a b/c',
    'https://github.com/a%2fb',
    'https://github.com/a%00',
    'https://github.com/a%0ab',
    'https://github.com/a%zz',
    'https://github.com/a\nb',
    'https://git\thub.com/a/b',

    'https://[::1%25lo]/a',
    'https://github.com:99999/a',
    `https://github.com/${'a'.repeat(2048)}`,
    'https://github.com/a/b/tree/-x/c',
    'https://github.com/a/b/tree/main/c:d',
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text).slice(0, 60)}`, () => {
      assert.throws(() => https(text), { reason: 'invalid_input', field: 'source.url' });
    });
  }

  it('says what to give', () => {
    assert.throws(() => https('git@github.com:acme/skills'), {
      message: 'Give the https address of a repository, as https://github.com/acme/skills.',
    });
    assert.throws(() => local('git@github.com:acme/skills'), {
      message:
        'Give the https address of a repository, as https://github.com/acme/skills, or the path of one on this machine.',
    });
  });

  it('takes no name and password, and repeats none', () => {
    const secret = 'hunter2';
    const addresses = [
      `https://user:${secret}@github.com/a/b`,
      `https://${secret}@github.com/a/b`,
      `https://:${secret}@github.com/a/b`,
      `https://user:${secret}@bad host/a`,
      `http://user:${secret}@github.com/a/b`,
      `ssh://user:${secret}@github.com/a/b`,
      `file://user:${secret}@host/a`,
    ];
    for (const address of addresses) {
      for (const parse of [https, local]) {
        assert.throws(
          () => parse(address),
          (error) => error instanceof DomainError && !error.message.includes(secret),
        );
      }
    }
    const source = https(`https://github.com/a/b?token=${secret}#${secret}`);
    assert.ok(!JSON.stringify(source).includes(secret));
  });

  it('takes paths and file addresses on the command line only', () => {
    const bare = { kind: 'local', path: '/srv/acme/skills.git', names: ['srv', 'acme', 'skills'] };
    assert.deepEqual(local('/srv/acme/skills.git'), bare);
    assert.deepEqual(local('file:///srv/acme/skills.git'), bare);
    assert.deepEqual(local('./skills/.git'), {
      kind: 'local',
      path: './skills/.git',
      names: ['skills'],
    });
    assert.deepEqual(local('https://github.com/acme/skills'), skills);
    for (const text of ['http://a/b', 'ext::id', 'a:b', 'file://other/srv', 'file:///a%00b', '']) {
      assert.throws(() => local(text), { reason: 'invalid_input', field: 'source.url' }, text);
    }
  });

  it('throws nothing but DomainError, and what it gives is safe to hand on', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '/',
        '..',
        '%',
        '@',
        ':',
        '?',
        '#',
        'tree',
        '-',
        '[',
        ']',
        '::1',
        '127.1',
        '\\',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.array(part).map((parts) => `https://${parts.join('')}`),
      fc.array(part).map((parts) => `https://host/${parts.join('/')}`),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (address, isLocal) => {
        try {
          const source = parseGitSource(address, { local: isLocal });
          if (source.kind === 'local') assert.ok(isLocal);
          else assert.match(source.url, /^https:\/\/[a-z0-9_.:[\]-]+\/[^\s?#@]+$/);
        } catch (error) {
          assert.ok(error instanceof DomainError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
