import assert from 'node:assert/strict';
import { completeVersion } from '@skill-marketplace/shared/format';
import { codes, parse, parseWith } from './skillSource.ts';

describe('the version of a skill', () => {
  const versions: [string, string | undefined, string | undefined][] = [
    ['version: 1', '1', '1.0.0'],
    ['version: 1.2', '1.2', '1.2.0'],
    ['version: 1.0', '1.0', '1.0.0'],
    ['version: 1.10', '1.10', '1.10.0'],
    ['version: v2.1.0', 'v2.1.0', '2.1.0'],
    ['version: 2026.01.05', '2026.01.05', '2026.1.5'],
    ['version: "1.0.0-beta.1"', '1.0.0-beta.1', '1.0.0-beta.1'],
    ['version: 1.0.0+build', '1.0.0+build', '1.0.0'],
    ['version: 3.0.0\nmetadata:\n  version: 2.0.0', '2.0.0', '2.0.0'],
    ['version: latest', 'latest', undefined],
    ['version: 1.2.3.4', '1.2.3.4', undefined],
    ['version: [1, 2]', undefined, undefined],
    ['other: 1', undefined, undefined],
  ];
  for (const [frontmatter, declared, version] of versions) {
    it(`reads ${JSON.stringify(frontmatter)} as ${version ?? 'none'}`, () => {
      const skill = parseWith(frontmatter);
      assert.deepEqual([skill.declaredVersion, skill.version], [declared, version]);
    });
  }

  it('is completed the same way wherever it stands', () => {
    assert.equal(completeVersion('1'), '1.0.0');
    assert.equal(completeVersion(''), undefined);
  });

  it('says how a short one was completed', () => {
    assert.deepEqual(parseWith('version: 1.2').diagnostics, [
      {
        code: 'version_completed',
        severity: 'info',
        message: 'The version 1.2 is not a full semantic version.',
        line: 4,
        repaired: 'It was read as 1.2.0.',
      },
    ]);
  });
});

describe('the listing of a skill', () => {
  it('reads tags from a list or text with commas, at the top or in metadata, each once', () => {
    for (const frontmatter of [
      'tags: [PDF, " #forms", pdf, 3]',
      'tags: pdf, Forms,, 3',
      'tags: "[pdf, \'forms\', 3]"',
      'metadata:\n  tags: pdf,forms,3',
      'keywords:\n- pdf\n- forms\n- 3',
    ]) {
      assert.deepEqual(parseWith(frontmatter).tags, ['pdf', 'forms', '3'], frontmatter);
    }
  });

  it('reads the shapes in which people write an author and a compatibility', () => {
    assert.equal(parseWith('author:\n  name: Ann\n  email: a@b.c').author, 'Ann');
    assert.equal(parseWith('metadata:\n  author: Ann').author, 'Ann');
    assert.equal(parseWith('authors: [Ann, Bob]').author, 'Ann, Bob');
    const skill = parseWith('compatibility:\n  python: ">=3.11"\n  os: [linux, mac]');
    assert.equal(skill.compatibility, 'python: >=3.11; os: linux, mac');
    assert.deepEqual(codes(skill), ['compatibility_not_text']);
  });

  it('takes a homepage only when it is a web address', () => {
    assert.equal(parseWith('homepage: https://acme.dev/x').homepage, 'https://acme.dev/x');
    const skill = parseWith('homepage: javascript:alert(1)');
    assert.equal(skill.homepage, undefined);
    assert.deepEqual(codes(skill), ['homepage_invalid']);
  });

  it('shows the first heading when it says what the skill is, else the name in title case', () => {
    const shown = (body: string) =>
      parse(`---\nname: pdf-api-for-teams\ndescription: D.\n---\n${body}`).displayName;

    assert.equal(shown('# 📄 PDF *Tools* for `Teams` #\n'), 'PDF Tools for Teams');
    assert.equal(shown('```\n# not this\n```\n# [Tools](https://x.y)\n'), 'Tools');
    for (const body of [
      '',
      '## Second level\n',
      '# Overview\n',
      '# Step 1: begin\n',
      `# ${'x'.repeat(65)}\n`,
      '# {{title}}\n',
      '# pdf-api-for-teams\n',
    ]) {
      assert.equal(shown(body), 'PDF API for Teams', body);
    }
  });
});

describe('the type of a skill', () => {
  const fence = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\`\n`;
  const typeOf = (body: string, others: Record<string, string> = {}) =>
    parse(`---\nname: demo\ndescription: D.\n---\n${body}`, others).skillType;

  it('is what the skill says', () => {
    assert.equal(parseWith('skill_type: python_code').skillType, 'python_code');
    assert.equal(parseWith('type: Node.js', { 'a.py': '' }).skillType, 'nodejs');
    assert.equal(parseWith('metadata:\n  language: typescript').skillType, 'nodejs');
    assert.equal(parseWith('type: prompt-only', { 'a.py': '' }).skillType, 'prompt_only');
    assert.equal(parseWith('type: constructor\nlanguage: en').skillType, 'prompt_only');
  });

  it('is else what most of its scripts are, material to copy left out', () => {
    assert.equal(typeOf('', { 'scripts/run.py': '' }), 'python_code');
    assert.equal(typeOf('', { 'a.py': '', 'b.ts': '', 'c.mjs': '' }), 'nodejs');
    assert.equal(typeOf('', { 'assets/page.js': '', 'references/x.py': '' }), 'prompt_only');
    assert.equal(typeOf('', { 'types.d.ts': '', 'vite.config.ts': '' }), 'prompt_only');
  });

  it('is else that of a program in a code block, not of fragments', () => {
    assert.equal(typeOf(fence('python', 'print(1)')), 'python_code');
    assert.equal(typeOf(fence('sh', 'ls') + fence('py', 'def main():\n  pass')), 'python_code');
    assert.equal(typeOf(fence('js', 'export default function run(inputs) {}')), 'nodejs');
    assert.equal(typeOf(fence('python', 'x = 1') + fence('python', 'y = 2')), 'prompt_only');
    assert.equal(typeOf(fence('bash', 'ls')), 'prompt_only');
  });
});
