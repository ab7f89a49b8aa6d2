import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { DomainError } from '../../../server/src/errors/domainError.ts';
import { checkedRef, checkedSubfolder } from '../../../server/src/git/gitRef.ts';

describe('checkedRef', () => {
  for (const ref of [
    'main',
    'HEAD',
    'v1.2.0',
    'feature/x-1',
    'refs/heads/main',
    'a'.repeat(200),
    'über',
    '日本',
    '1.x',
    'release@2026',
    'a#1',
    'a+b',
    'deadbeef'.repeat(5),
  ]) {
    it(`takes ${ref.slice(0, 40)}`, () => assert.equal(checkedRef(ref, 'source.ref'), ref));
  }

  for (const ref of [
    '',
    '-x',
    '--upload-pack=id',
    'a..b',
    'a:b',
    ':a',
    '+main',
    '^main',
    'a b',
    'a\nb',
    'a\0b',

    '@',
    '@{1}',
    'a@{1}',
    'a~1',
    'a^',
    'a?',
    'a*',
    '[a',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    'a.lock',
    'a.lock/b',
    'a'.repeat(201),
    '\u202emain',
  ]) {
    it(`refuses ${JSON.stringify(ref).slice(0, 40)}`, () => {
      assert.throws(() => checkedRef(ref, 'source.ref'), {
        reason: 'invalid_input',
        field: 'source.ref',
        message: 'Give a branch, a tag or a whole commit id, as main, v1.2.0 or release/2026.',
      });
    });
  }

  it('takes no name that git itself would refuse', () => {
    const character = fc.constantFrom(...Array.from('ab1./-_@{}~^:?*[\\ +#=,%&é'));
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1, maxLength: 12 }), (ref) => {
        try {
          checkedRef(ref, 'source.ref');
        } catch (error) {
          assert.ok(error instanceof DomainError);
          return;
        }
        execFileSync('git', ['check-ref-format', `refs/heads/${ref}`]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('checkedSubfolder', () => {
  it('takes safe paths, and slashes around them', () => {
    assert.equal(checkedSubfolder('skills/review', 'source.subfolder'), 'skills/review');
    assert.equal(checkedSubfolder('/skills/', 'source.subfolder'), 'skills');
    assert.equal(checkedSubfolder('', 'source.subfolder'), '');
    assert.equal(checkedSubfolder('/', 'source.subfolder'), '');
  });

  for (const path of ['..', 'a/../b', './a', 'a//b', '//a', 'a\\b', 'a:b', 'a\nb', '.git', 'a\0']) {
    it(`refuses ${JSON.stringify(path)}`, () => {
      assert.throws(() => checkedSubfolder(path, 'source.subfolder'), {
        reason: 'invalid_input',
        field: 'source.subfolder',
      });
    });
  }
});
