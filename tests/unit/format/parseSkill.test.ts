import assert from 'node:assert/strict';
import { parseSkill } from '@skill-marketplace/shared/format';
import { codes, parse, parseWith, skillSource } from './skillSource.ts';

describe('parseSkill', () => {
  it('reads a skill that follows the specification and finds nothing to repair', () => {
    const source = skillSource(
      {
        'SKILL.md': [
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
      },
      'pdf-forms',
    );

    assert.deepEqual(parseSkill(source), {
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
      loading: ['vscode', 'claude', 'specification'].map((agent) => ({
        agent,
        loads: true,
        because: [],
      })),
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

  it('counts the limit of the frontmatter in bytes of UTF-8, and takes exactly 256 KiB', () => {
    const frontmatter = (bytes: number) => {
      const head = 'name: demo\ndescription: Demo.\nnote: ';
      const letters = (bytes - head.length - 1) / 2;
      return parse(`---\n${head}${'é'.repeat(letters)}\n---\nText.\n`, {}, 'demo');
    };

    assert.deepEqual(codes(frontmatter(256 * 1024)), []);
    assert.deepEqual(frontmatter(256 * 1024 + 2).diagnostics[0], {
      code: 'frontmatter_too_large',
      severity: 'warning',
      message: 'The frontmatter is larger than 256 KiB and was not read.',
      line: 1,
      repaired: 'It was replaced.',
    });
  });

  it('reads a SKILL.md of exactly 1 MiB whole', () => {
    const head = '---\nname: demo\ndescription: Demo.\n---\n';
    const skill = parse(head + 'x'.repeat(1024 * 1024 - head.length), {}, 'demo');

    assert.deepEqual(codes(skill), []);
    assert.equal(skill.readme.length, 1024 * 1024 - head.length);
  });

  it('keeps all words when more than 256 KiB follow a ruler that is never closed', () => {
    const text = `---\n${'Some words.\n'.repeat(30_000)}`;

    assert.ok(parse(text).repairedSkillFile?.endsWith(text));
  });

  it('refuses YAML of more than 10,000 parts and reads its entries one by one', () => {
    const many = Array.from({ length: 6000 }, (_, index) => `k${index}: v`).join('\n');
    const skill = parseWith(many);

    assert.deepEqual(skill.diagnostics.map(({ message }) => message).slice(0, 1), [
      'The frontmatter is not valid YAML: The YAML has more than 10000 parts.',
    ]);
    assert.equal(skill.frontmatter['k5999'], 'v');
  });

  it('keeps the bytes that were given as they are', () => {
    const source = skillSource({ 'SKILL.md': '---\nname: A B\n---\r\nText.' });
    const before = source.files[0]?.content.slice();
    const skill = parseSkill(source);

    assert.deepEqual(source.files[0]?.content, before);
    assert.ok(skill.repairedSkillFile !== undefined);
  });

  it('estimates what the skill costs in an agent’s context, in any script', () => {
    assert.deepEqual(parseWith('').tokens, { metadata: 5, body: 2 });
    assert.deepEqual(parse('---\nname: demo\ndescription: 表格\n---\n读取表格。\n').tokens, {
      metadata: 3,
      body: 4,
    });
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
