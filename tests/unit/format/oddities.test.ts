import assert from 'node:assert/strict';
import { parseSkill } from '@skill-marketplace/shared/format';
import type { ParsedSkill } from '@skill-marketplace/shared/format';
import { codes, parse, skillSource } from './skillSource.ts';

const GOOD = '---\nname: demo\ndescription: Shows things.\n---\nBody.\n';

/** What a reader sees of a skill: the codes, then name, title, description and body. */
function seen(skill: ParsedSkill): unknown[] {
  const { installName, displayName, description, readme } = skill;
  return [codes(skill), installName, displayName, description, readme];
}

/** What is seen when everything was read or repaired, after these findings. */
const asGood = (...findings: string[]) => [findings, 'demo', 'Demo', 'Shows things.', 'Body.\n'];

/** Frontmatter of a skill in the folder demo. */
const read = (...lines: string[]) => parse(`---\n${lines.join('\n')}\n---\nBody.\n`, {}, 'demo');
const NAMED = ['name: demo', 'description: Shows things.'];

describe('parseSkill, on oddities that real SKILL.md files have', () => {
  for (const spelling of ['skill.md', 'Skill.md', 'SKILL.MD']) {
    it(`finds ${spelling}, and spells it right`, () => {
      const skill = parseSkill(skillSource({ [spelling]: GOOD }, 'demo'));

      assert.deepEqual(seen(skill), asGood('skill_file_name'));
      assert.equal(skill.repairedSkillFile, GOOD);
    });
  }

  it('writes frontmatter where there is none', () => {
    assert.deepEqual(seen(parse('# Demo\n\nShows things.\n', {}, 'demo')), [
      ['no_frontmatter', 'name_missing', 'description_missing'],
      'demo',
      'Demo',
      'Shows things.',
      '# Demo\n\nShows things.\n',
    ]);
  });

  for (const [what, text] of [
    ['no bytes', ''],
    ['blank lines', '\n \t\r\n'],
    ['a byte order mark', '\ufeff'],
    ['NUL and zero-width characters', '\0\u200b\n'],
    ['frontmatter without a key', '---\n\n---\n\n'],
    ['a line that frontmatter would begin with', '---'],
  ] as const) {
    it(`calls a file of ${what} empty, and has nothing to repair`, () => {
      const skill = parse(text, {}, 'demo');
      const [error, ...others] = skill.diagnostics.filter(({ severity }) => severity === 'error');

      assert.deepEqual(error, {
        code: 'skill_file_empty',
        severity: 'error',
        message: 'SKILL.md is empty.',
      });
      assert.deepEqual([others, skill.repairedSkillFile], [[], undefined]);
    });
  }

  it('takes one word, or one key, for content', () => {
    for (const text of ['x', '!', '# ', '---\nname:\n---\n']) {
      assert.ok(!codes(parse(text)).includes('skill_file_empty'), text);
    }
  });

  it('says that the title became the description where there is no paragraph', () => {
    const told = (text: string) =>
      parse(text, {}, 'demo').diagnostics.find(({ code }) => code === 'description_missing');

    assert.equal(parse('# Demo\n', {}, 'demo').description, 'Demo');
    assert.equal(told('# Demo\n')?.repaired, 'The title became the description.');
    assert.equal(
      told('# Demo\n\nShows things.\n')?.repaired,
      'The first paragraph became the description.',
    );
  });

  it('reads an entry with an unquoted colon', () => {
    const skill = read('name: demo', 'description: Use when: things are shown: always', 'k: [v]');

    assert.deepEqual(codes(skill), ['invalid_yaml']);
    assert.equal(skill.diagnostics[0]?.line, 3);
    assert.equal(skill.description, 'Use when: things are shown: always');
    assert.deepEqual(skill.frontmatter['k'], ['v']);
  });

  for (const indicator of ['|', '>', '|-', '>2']) {
    it(`reads text after ${indicator} on its line`, () => {
      const skill = read('name: demo', `description: ${indicator} Use when`, '  things are shown.');

      assert.deepEqual(codes(skill), ['invalid_yaml']);
      assert.equal(skill.description, 'Use when things are shown.');
    });
  }

  it('closes frontmatter that is never closed', () => {
    assert.deepEqual(
      seen(parse('---\nname: demo\ndescription: Shows things.\n\nBody.\n', {}, 'demo')),
      asGood('unclosed_frontmatter'),
    );
  });

  it('removes a byte order mark', () => {
    const skill = parse(`\ufeff${GOOD}`, {}, 'demo');

    assert.deepEqual(seen(skill), asGood('byte_order_mark'));
    assert.equal(skill.repairedSkillFile, GOOD);
  });

  it('keeps the line ends of Windows', () => {
    const text = GOOD.replaceAll('\n', '\r\n');
    const skill = parse(text, {}, 'demo');
    const mended = parse(`\r\n${text}`, {}, 'demo').repairedSkillFile;

    assert.deepEqual([codes(skill), skill.readme], [[], 'Body.\r\n']);
    assert.equal(mended, text);
  });

  it('removes blank lines before the frontmatter', () => {
    assert.deepEqual(seen(parse(`\n \t\n\n${GOOD}`, {}, 'demo')), asGood('leading_blank_lines'));
  });

  it('finds NUL in the body no reason not to load', () => {
    const skill = parse(`${GOOD}a\0b`, {}, 'demo');

    assert.deepEqual([codes(skill), skill.readme], [['nul_character'], 'Body.\nab']);
    assert.equal(skill.repairedSkillFile, undefined);
  });

  it('drops NUL in the frontmatter', () => {
    const skill = read('name: de\0mo', 'description: Shows things.');

    assert.deepEqual(seen(skill), asGood('nul_character', 'nul_in_frontmatter'));
    assert.equal(skill.diagnostics[1]?.line, 2);
    assert.equal(skill.repairedSkillFile, GOOD);
  });

  it('keeps metadata with mappings in it', () => {
    const skill = read(...NAMED, 'metadata:', '  acme:', '    emoji: x', '    needs: [a, b]');

    assert.deepEqual(codes(skill), ['metadata_not_text']);
    assert.deepEqual(skill.frontmatter['metadata'], { acme: { emoji: 'x', needs: ['a', 'b'] } });
  });

  it('reads metadata in one line of JSON', () => {
    const skill = read(...NAMED, 'metadata: {"acme":{"needs":["a"]},"version":"1.0.0"}');

    assert.equal(skill.version, '1.0.0');
  });

  it('completes a version that is a number', () => {
    assert.equal(read(...NAMED, 'version: 1.0').version, '1.0.0');
    assert.equal(read(...NAMED, 'version: 1.10').version, '1.10.0');
    assert.equal(read(...NAMED, 'metadata:', '  version: 2').version, '2.0.0');
  });

  it('reads allowed tools that are a list', () => {
    const skill = read(...NAMED, 'allowed-tools:', '  - Read', '  - Bash(git:*)');

    assert.deepEqual(codes(skill), ['allowed_tools_list']);
    assert.deepEqual(
      skill.capabilities.map(({ detail }) => detail),
      ['Read', 'Bash(git:*)'],
    );
  });

  it('shows compatibility that is a mapping', () => {
    const skill = read(...NAMED, 'compatibility:', '  os: [linux]', '  python: 3.11');

    assert.deepEqual(codes(skill), ['compatibility_not_text']);
    assert.equal(skill.compatibility, 'os: linux; python: 3.11');
  });

  it('cuts compatibility of more than 500 characters', () => {
    const skill = read(...NAMED, `compatibility: ${'word '.repeat(120)}`);

    assert.deepEqual(codes(skill), ['compatibility_too_long']);
    assert.ok((skill.compatibility ?? '').length <= 500);
  });

  for (const name of ['yes', 'No', 'on', 'true', '12', '1e3', '~', 'null']) {
    it(`writes the name ${name} so that it stays text`, () => {
      const skill = parse(`---\nname: ${name}\ndescription: D.\n---\n`, {}, name);
      const again = parse(skill.repairedSkillFile ?? '', {}, skill.installName);

      assert.equal(again.repairedSkillFile, undefined);
      assert.equal(again.installName, skill.installName);
      assert.equal(typeof again.frontmatter['name'], 'string');
    });
  }

  for (const [title, slug] of [
    ['My Great Skill', 'my-great-skill'],
    ['PDF & Forms (v2)', 'pdf-forms-v2'],
    ['Übersetzer', 'ubersetzer'],
    ['-leading-', 'leading'],
    ['double--hyphen', 'double-hyphen'],
    ['Upper', 'upper'],
  ] as const) {
    it(`makes ${slug} of the title ${title} as the name`, () => {
      const skill = read(`name: "${title}"`, 'description: Shows things.');

      assert.deepEqual(codes(skill), ['name_invalid']);
      assert.equal(skill.installName, slug);
      assert.equal(parse(skill.repairedSkillFile ?? '', {}, slug).repairedSkillFile, undefined);
    });
  }

  it('takes the folder for the name where no slug holds the title', () => {
    const skill = read('name: 表格', 'description: Shows things.');

    assert.deepEqual([skill.installName, skill.displayName], ['demo', '表格']);
  });

  it('leaves a name that differs from the folder to the install', () => {
    const skill = parse(GOOD, {}, 'other');

    assert.deepEqual([codes(skill), skill.installName], [['name_differs_from_folder'], 'demo']);
    assert.equal(skill.repairedSkillFile, undefined);
  });

  it('cuts a description of 1,929 characters to 1,024', () => {
    const skill = read('name: demo', `description: ${'x'.repeat(1929)}`);

    assert.deepEqual(codes(skill), ['description_too_long']);
    assert.match(skill.diagnostics[0]?.message ?? '', /1929 characters/);
    assert.equal(skill.description.length, 1024);
  });

  it('reads a SKILL.md of 294 KB whole', () => {
    const skill = parse(`${GOOD}${'A line of it.\n'.repeat(21_000)}`, {}, 'demo');

    assert.deepEqual(codes(skill), []);
    assert.ok(skill.readme.length > 293_000);
    assert.ok(skill.tokens.body > 70_000);
  });

  for (const [title, character] of [
    ['zero-width space', '\u200b'],
    ['right-to-left override', '\u202e'],
    ['isolate', '\u2066'],
    ['word joiner', '\u2060'],
    ['tag character', '\u{e0041}'],
  ] as const) {
    it(`drops a ${title} from the description`, () => {
      const skill = read('name: demo', `description: Shows${character} things.`);

      assert.deepEqual(codes(skill), ['hidden_characters']);
      assert.equal(skill.diagnostics[0]?.line, 3);
      assert.equal(skill.description, 'Shows things.');
    });
  }

  it('drops a zero-width space from the name', () => {
    const skill = read('name: de\u200bmo', 'description: Shows things.');

    assert.deepEqual(seen(skill), asGood('hidden_characters', 'name_invalid'));
  });

  it('finds nothing hidden in emoji that are joined with zero-width joiners', () => {
    assert.deepEqual(codes(read('name: demo', 'description: For 👩‍💻 people.')), []);
  });

  it('keeps keys that no specification knows', () => {
    const skill = read(...NAMED, 'argument-hint: "[file]"', 'model: fast', 'x-y: { z: 1 }');

    assert.deepEqual(codes(skill), []);
    assert.deepEqual(
      [skill.frontmatter['argument-hint'], skill.frontmatter['model'], skill.frontmatter['x-y']],
      ['[file]', 'fast', { z: 1 }],
    );
  });

  it('reads entries that tabs indent', () => {
    const skill = read(...NAMED, 'metadata:', '\tauthor: acme');

    assert.deepEqual([codes(skill), skill.author], [['invalid_yaml'], 'acme']);
  });

  it('runs no code that stands for frontmatter', () => {
    assert.ok(codes(parse('---js\nthrow new Error()\n---\n')).includes('no_frontmatter'));
    assert.deepEqual(
      read(...NAMED, 'x: !!js/function "function () {}"').frontmatter['x'],
      'function () {}',
    );
  });

  it('follows no aliases that multiply', () => {
    const bomb = Array.from(
      { length: 20 },
      (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`,
    );
    const skill = read(...NAMED, 'a0: &a0 [x]', ...bomb);

    assert.deepEqual(codes(skill).slice(0, 1), ['invalid_yaml']);
    assert.ok(JSON.stringify(skill.frontmatter).length < 2000);
  });
});
