import assert from 'node:assert/strict';
import { queryTokens } from '../../../server/src/features/search/queryToken.ts';
import { contentWords, wordGroups } from '../../../server/src/features/search/wordGroup.ts';

const groupsOf = (text: string) =>
  Object.fromEntries(wordGroups(queryTokens(text)).map((group) => [group.word, group]));
const alternativesOf = (text: string) => groupsOf(text)[text]?.alternatives;

describe('wordGroups', () => {
  it('leave out words that say nothing, unless there are no others', () => {
    assert.deepEqual(Object.keys(groupsOf('how to write a memo')), ['write', 'memo']);
    assert.deepEqual(Object.keys(groupsOf('how to')), ['how', 'to']);
    assert.deepEqual(contentWords([]), []);
  });

  it('write a compound apart and joined', () => {
    for (const compound of ['pdf-kit', 'pdf_kit', 'pdf.kit']) {
      assert.deepEqual(alternativesOf(compound), ['(pdf & kit)', 'pdfkit'], compound);
    }
    assert.deepEqual(groupsOf('pdfKit')['pdfkit']?.alternatives, ['(pdf & kit)', 'pdfkit']);
    assert.deepEqual(groupsOf('pdfKit')['pdfkit']?.spellings, ['pdf', 'kit', 'pdfkit']);
  });

  it('join neighbours in short queries only', () => {
    assert.deepEqual(groupsOf('pdf kit')['pdf']?.alternatives, ['pdf', 'pdfkit']);
    assert.deepEqual(groupsOf('pdf kit')['kit']?.alternatives, ['kit', 'pdfkit']);
    assert.deepEqual(groupsOf('one two three four five')['two']?.alternatives, ['two']);
  });

  it('add words that mean the same, in both directions', () => {
    assert.deepEqual(alternativesOf('k8s'), ['k8s', 'kubernetes']);
    assert.deepEqual(alternativesOf('kubernetes'), ['kubernetes', 'k8s']);
    assert.deepEqual(alternativesOf('pg'), ['pg', 'postgres', 'postgresql', 'psql']);
    assert.deepEqual(alternativesOf('tf'), ['tf', 'terraform']);
  });

  it('add them whatever the case in which a word is written', () => {
    const meanings = { PostgreSQL: 'pg', GoLang: 'go', NodeJS: 'node', TypeScript: 'ts' };
    for (const [word, meaning] of Object.entries(meanings)) {
      assert.ok(groupsOf(word)[word.toLowerCase()]?.alternatives.includes(meaning), word);
    }
  });

  it('ask for a meaning of several words in a row', () => {
    assert.deepEqual(alternativesOf('ml'), ['ml', '(machine <-> learning)']);
    assert.deepEqual(groupsOf('vs-code')['vs-code']?.alternatives, [
      '(vs & code)',
      'vscode',
      '(visual <-> studio <-> code)',
    ]);
  });

  it('hold each word once, and say which may go on', () => {
    const groups = wordGroups(queryTokens('memo note memo'));
    assert.deepEqual(
      groups.map(({ word }) => word),
      ['memo', 'note'],
    );
    assert.deepEqual(
      wordGroups(queryTokens('memo not')).map(({ isLast }) => isLast),
      [false],
    );
    assert.deepEqual(
      wordGroups(queryTokens('memo note')).map(({ isLast }) => isLast),
      [false, true],
    );
  });
});
