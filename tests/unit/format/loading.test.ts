import assert from 'node:assert/strict';
import { Loading } from '@skill-marketplace/shared/contracts';
import { parseSkill } from '@skill-marketplace/shared/format';
import type { ParsedSkill } from '@skill-marketplace/shared/format';
import { parse, skillSource } from './skillSource.ts';

const GOOD = '---\nname: demo\ndescription: Shows things.\n---\nBody.\n';

/** The codes that keep each reader from loading the skill. */
function obstacles({ loading }: ParsedSkill): Record<string, string[]> {
  return Object.fromEntries(
    loading.map(({ agent, because }) => [agent, because.map(({ code }) => code)]),
  );
}

/** The frontmatter's lines, in a folder named demo. */
const read = (...lines: string[]) =>
  parse(`---\n${lines.join('\n')}\n---\nFirst paragraph.\n`, {}, 'demo');

describe('whether agents load a skill as it stands', () => {
  it('is yes for all where the specification is kept', () => {
    assert.deepEqual(obstacles(parse(GOOD, {}, 'demo')), {
      vscode: [],
      claude: [],
      specification: [],
    });
  });

  it('is said in the shape of the contract, with the sentence and the line of the finding', () => {
    const skill = parse(GOOD, {}, 'other');

    assert.deepEqual(skill.loading, [
      {
        agent: 'vscode',
        loads: false,
        because: [
          {
            code: 'name_differs_from_folder',
            message: 'The name demo differs from the folder other.',
            line: 2,
          },
        ],
      },
      { agent: 'claude', loads: true, because: [] },
      {
        agent: 'specification',
        loads: false,
        because: [
          {
            code: 'name_differs_from_folder',
            message: 'The name demo differs from the folder other.',
            line: 2,
          },
        ],
      },
    ]);
    assert.deepEqual(Loading.array().parse(skill.loading), skill.loading);
  });

  const everyone: [string, ParsedSkill, string][] = [
    ['there is no SKILL.md', parseSkill(skillSource({ 'README.md': 'x' })), 'no_skill_file'],
    [
      'it is spelt otherwise',
      parseSkill(skillSource({ 'Skill.md': GOOD }, 'demo')),
      'skill_file_name',
    ],
  ];
  for (const [title, skill, code] of everyone) {
    it(`is no for all where ${title}`, () => {
      for (const { agent, loads, because } of skill.loading) {
        assert.equal(loads, false, agent);
        assert.equal(because[0]?.code, code);
      }
    });
  }

  const description = 'description: Shows things.';
  const vscode: [string, ParsedSkill, string][] = [
    ['the name is a title', read('name: My Demo', description), 'name_invalid'],
    ['the name is missing', read(description), 'name_missing'],
    [
      'the name is a YAML word',
      parse(`---\nname: yes\n${description}\n---\n`, {}, 'yes'),
      'name_not_text',
    ],
    ['the description is missing', read('name: demo'), 'description_missing'],
    ['the description is a list', read('name: demo', 'description: [a]'), 'description_not_text'],
    ['the YAML is invalid', read('name: demo', 'description: a: b'), 'invalid_yaml'],
    ['a NUL is in the frontmatter', read('name: demo', `${description}\0`), 'nul_in_frontmatter'],
    [
      'the frontmatter is not closed',
      parse(`---\nname: demo\n${description}\n`, {}, 'demo'),
      'unclosed_frontmatter',
    ],
    ['blank lines stand before it', parse(`\n${GOOD}`, {}, 'demo'), 'leading_blank_lines'],
    ['a byte order mark does', parse(`\ufeff${GOOD}`, {}, 'demo'), 'byte_order_mark'],
  ];
  for (const [title, skill, code] of vscode) {
    it(`is no for VS Code and the specification, yes for Claude Code, where ${title}`, () => {
      assert.deepEqual(obstacles(skill), { vscode: [code], claude: [], specification: [code] });
    });
  }

  it('names every reason where there are several', () => {
    assert.deepEqual(obstacles(parse('Just words.\n'))['vscode'], [
      'no_frontmatter',
      'name_missing',
      'description_missing',
    ]);
  });

  const strict: [string, ParsedSkill, string][] = [
    [
      'a description of 1,025 characters',
      read('name: demo', `description: ${'x'.repeat(1025)}`),
      'description_too_long',
    ],
    [
      'a compatibility of 501',
      read('name: demo', description, `compatibility: ${'x'.repeat(501)}`),
      'compatibility_too_long',
    ],
    [
      'a compatibility that is a mapping',
      read('name: demo', description, 'compatibility: { os: linux }'),
      'compatibility_not_text',
    ],
    [
      'keys that it does not know',
      read('name: demo', description, 'argument-hint: "[file]"'),
      'unknown_key',
    ],
  ];
  for (const [title, skill, code] of strict) {
    it(`is no for the specification alone with ${title}`, () => {
      assert.deepEqual(obstacles(skill), { vscode: [], claude: [], specification: [code] });
    });
  }

  it('is yes with 1,024 characters, 500 characters, and a list of tools', () => {
    const skill = read(
      'name: demo',
      `description: ${'x'.repeat(1024)}`,
      `compatibility: ${'x'.repeat(500)}`,
      'allowed-tools: [Read, Grep]',
      'metadata:\n  owner: acme',
      'license: MIT',
    );

    assert.deepEqual(obstacles(skill), { vscode: [], claude: [], specification: [] });
  });

  it('names the first ten keys that the specification does not know, and counts the others', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}: v`);
    const [, , specification] = read('name: demo', description, ...keys).loading;

    assert.deepEqual(specification?.because, [
      {
        code: 'unknown_key',
        message:
          'Not keys of the specification: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 and 2 more.',
        line: 4,
      },
    ]);
  });

  it('is yes for VS Code and Claude Code once the skill is repaired and installed', () => {
    for (const text of [
      'Just words.\n',
      '---\nname: My Demo\nextra: [a]\n---\n',
      '\ufeff---\nx: y: z',
    ]) {
      const skill = parse(text);
      const installed = parse(skill.repairedSkillFile ?? '', {}, skill.installName);

      assert.deepEqual([obstacles(installed)['vscode'], obstacles(installed)['claude']], [[], []]);
    }
  });
});
