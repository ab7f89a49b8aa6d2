import assert from 'node:assert/strict';
import { parseSkill } from '@skill-marketplace/shared/format';
import { codes, parse, parseWith, skillSource } from './skillSource.ts';

describe('parseSkill', () => {
  it('reads a skill that follows the specification and finds nothing to repair', () => {
    const skill = parse(
      [
        '---',
        'name: pdf-forms',
        'description: Fills in PDF forms. Use when a form has to be completed.',
        'license: MIT',
        'compatibility: Needs Python 3.11.',
        'metadata:',
        '  version: "1.4.0"',
        '  author: acme',
        '  category: documents',
        '---',
        '',
        '# Filling in forms',
        '',
        'Open the form.',
        '',
      ].join('\n'),
      {},
      'pdf-forms',
    );

    assert.deepEqual(skill, {
      installName: 'pdf-forms',
      displayName: 'Filling in forms',
      description: 'Fills in PDF forms. Use when a form has to be completed.',
      author: 'acme',
      license: 'MIT',
      compatibility: 'Needs Python 3.11.',
      declaredVersion: '1.4.0',
      version: '1.4.0',
      category: { name: 'documents', source: 'declared' },
      tags: [],
      skillType: 'prompt_only',
      readme: '# Filling in forms\n\nOpen the form.\n',
      frontmatter: {
        name: 'pdf-forms',
        description: 'Fills in PDF forms. Use when a form has to be completed.',
        license: 'MIT',
        compatibility: 'Needs Python 3.11.',
        metadata: { version: '1.4.0', author: 'acme', category: 'documents' },
      },
      capabilities: [],
      packages: [],
      tokens: { metadata: 17, body: 9 },
      diagnostics: [],
      skillFilePath: 'SKILL.md',
    });
  });

  it('says that a folder without SKILL.md is none', () => {
    const skill = parseSkill(skillSource({ 'docs/SKILL.md': 'x' }));

    assert.equal(skill.diagnostics[0]?.code, 'no_skill_file');
    assert.equal(skill.diagnostics[0]?.severity, 'error');
    assert.equal(skill.repairedSkillFile, undefined);
  });

  it('says that a SKILL.md over 1 MiB was cut, and does not repair what it did not read', () => {
    const skill = parse(`---\nname: Big One\ndescription: Big.\n---\n${'é'.repeat(600_000)}`);

    assert.ok(codes(skill).includes('skill_file_too_large'));
    assert.equal(skill.repairedSkillFile, undefined);
    assert.ok(!skill.readme.includes('\ufffd'));
  });

  it('does not read frontmatter over 256 KiB, and replaces it', () => {
    const skill = parse(`---\nname: demo\nhuge: ${'x'.repeat(257 * 1024)}\n---\nDoes things.\n`);

    assert.deepEqual(codes(skill), [
      'frontmatter_too_large',
      'name_missing',
      'description_missing',
    ]);
    assert.equal(
      skill.repairedSkillFile,
      '---\nname: folder\ndescription: Does things.\n---\nDoes things.\n',
    );
  });

  it('estimates what the skill costs in an agent’s context', () => {
    assert.deepEqual(parseWith('').tokens, { metadata: 5, body: 2 });
  });

  it('gives text that PostgreSQL can hold, whatever stands in the file', () => {
    const skill = parse(
      '---\nname: demo\ndescription: "a\\0b\\ud800"\n__proto__: { polluted: 1 }\n---\nx\0y\n',
    );

    assert.equal(skill.readme, 'xy\n');
    assert.equal(JSON.stringify(skill.frontmatter), '{"name":"demo","description":"ab\ufffd"}');
    assert.ok(codes(skill).includes('nul_character'));
  });

  it('points to the line that hides text', () => {
    const { diagnostics } = parseWith('license: M\u202eIT');

    assert.deepEqual(diagnostics, [
      {
        code: 'hidden_characters',
        severity: 'warning',
        message: 'SKILL.md has invisible or direction-changing characters.',
        line: 4,
      },
    ]);
  });

  it('comes to an end on hostile text of half a megabyte', function () {
    this.timeout(60_000);
    const size = 500 * 1024;
    const head = '---\nname: demo\ndescription: Demo.\n---\n';
    const hostile = ['`', '!`', '[', '# [', ' ', '\r', '```\n', '](', '_*'].map(
      (unit) => head + unit.repeat((size - head.length) / unit.length),
    );
    const frontmatters = ['- ', '[', '{a: ', '? ', 'a: b: c\n', '\ta: b\n', 'a,', '] '].map(
      (unit) => `---\na: ${unit.repeat((100 * 1024) / unit.length)}\n---\n`,
    );
    for (const text of [...hostile, ...frontmatters]) {
      // What is quadratic would not end within the test's time; how fast it is, a benchmark says.
      assert.equal(parse(text, { 'run.py': text }).skillFilePath, 'SKILL.md');
    }
  });
});
