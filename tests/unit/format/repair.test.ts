import assert from 'node:assert/strict';
import { parseSkill } from '@skill-marketplace/shared/format';
import { codes, parse, parseWith, skillSource } from './skillSource.ts';

const GOOD = '---\nname: demo\ndescription: Shows things.\n---\nBody.\n';

describe('the repair of a SKILL.md', () => {
  it('leaves one that every agent loads alone, with CRLF too', () => {
    assert.equal(parse(GOOD).repairedSkillFile, undefined);
    assert.equal(parse(GOOD.replaceAll('\n', '\r\n')).repairedSkillFile, undefined);
    assert.equal(parse(GOOD, {}, 'other-folder').repairedSkillFile, undefined);
  });

  it('renames another spelling without changing the text', () => {
    const skill = parseSkill(skillSource({ 'skill.md': GOOD }, 'demo'));

    assert.equal(skill.skillFilePath, 'skill.md');
    assert.deepEqual(codes(skill), ['skill_file_name']);
    assert.equal(skill.repairedSkillFile, GOOD);
  });

  it('prefers the right spelling where there are two', () => {
    const skill = parseSkill(skillSource({ 'skill.md': 'Other.', 'SKILL.md': GOOD }, 'demo'));

    assert.equal(skill.skillFilePath, 'SKILL.md');
    assert.deepEqual(codes(skill), ['several_skill_files']);
  });

  it('writes frontmatter where there is none, from the heading and the first paragraph', () => {
    const body =
      '# Weekly *Report*\n\n- a list\n\nCollects the **numbers**\nof the week.\n\nMore.\n';
    const skill = parse(body);

    assert.deepEqual(codes(skill), ['no_frontmatter', 'name_missing', 'description_missing']);
    assert.equal(
      skill.repairedSkillFile,
      `---\nname: weekly-report\ndescription: Collects the numbers of the week.\n---\n${body}`,
    );
    assert.equal(skill.displayName, 'Weekly Report');
  });

  it('keeps prose between two rulers, which is no frontmatter', () => {
    const text = '---\nJust some words.\n---\nMore words.\n';

    assert.equal(
      parse(text).repairedSkillFile,
      `---\nname: folder\ndescription: Just some words.\n---\n${text}`,
    );
  });

  it('quotes a colon that YAML takes for a mapping, and keeps all other keys', () => {
    const skill = parse(
      '---\nname: demo\ndescription: Use when: testing, or: not\nmetadata:\n  level: 3\ntools:\n- a\n---\nBody.\n',
    );

    assert.deepEqual(codes(skill), [
      'invalid_yaml',
      'name_differs_from_folder',
      'metadata_not_text',
    ]);
    assert.equal(skill.description, 'Use when: testing, or: not');
    assert.equal(
      skill.repairedSkillFile,
      '---\nname: demo\ndescription: "Use when: testing, or: not"\nmetadata:\n  level: 3\ntools:\n  - a\n---\nBody.\n',
    );
  });

  it('reads what follows a block indicator on its line', () => {
    assert.equal(
      parse('---\nname: demo\ndescription: | Use when\n  it rains: always.\n---\n').description,
      'Use when it rains: always.',
    );
  });

  it('reads quotes inside quotes', () => {
    assert.equal(
      parse('---\nname: demo\ndescription: "Say "hello" twice"\n---\n').description,
      'Say "hello" twice',
    );
    assert.equal(parse("---\nname: demo\ndescription: 'It's me'\n---\n").description, "It's me");
  });

  it('reads a bad entry inside metadata, and tabs for indentation', () => {
    const { frontmatter } = parse(
      '---\nname: demo\ndescription: Demo.\nmetadata:\n\tnote: a: b\n\tversion: 1.10\n---\n',
    );

    assert.deepEqual(frontmatter['metadata'], { note: 'a: b', version: '1.10' });
  });

  it('takes the last of a repeated key, and leaves one', () => {
    const skill = parse('---\nname: demo\nname: second\ndescription: Demo.\n---\n');

    assert.equal(skill.installName, 'second');
    assert.equal(skill.repairedSkillFile, '---\nname: second\ndescription: Demo.\n---\n');
  });

  it('closes frontmatter before the first blank line or heading', () => {
    const skill = parse('---\nname: demo\ndescription: Demo.\n# Title\nText.\n', {}, 'demo');

    assert.deepEqual(codes(skill), ['unclosed_frontmatter']);
    assert.equal(
      skill.repairedSkillFile,
      '---\nname: demo\ndescription: Demo.\n---\n# Title\nText.\n',
    );
  });

  it('removes what stands before the frontmatter', () => {
    const blank = parse(`\n  \n${GOOD}`, {}, 'demo');
    const marked = parse(`\ufeff${GOOD}`, {}, 'demo');

    assert.deepEqual([codes(blank), blank.repairedSkillFile], [['leading_blank_lines'], GOOD]);
    assert.deepEqual([codes(marked), marked.repairedSkillFile], [['byte_order_mark'], GOOD]);
  });

  it('makes a slug of a title and goes on showing the title', () => {
    const skill = parse('---\nname: Café Tools!\ndescription: Demo.\n---\n# Heading\n');

    assert.equal(skill.installName, 'cafe-tools');
    assert.equal(skill.displayName, 'Café Tools!');
    assert.equal(
      skill.repairedSkillFile,
      '---\nname: cafe-tools\ndescription: Demo.\n---\n# Heading\n',
    );
  });

  it('shows the heading, or the words, where the name was meant as an identifier', () => {
    const shown = (body: string) =>
      parse(`---\nname: pdf_tools\ndescription: Demo.\n---\n${body}`).displayName;

    assert.equal(shown('# Tools for PDF\n'), 'Tools for PDF');
    assert.equal(shown(''), 'PDF Tools');
  });

  it('quotes a name that YAML takes for something else', () => {
    for (const name of ['yes', 'on', '12', 'true']) {
      const skill = parse(`---\nname: ${name}\ndescription: Demo.\n---\n`, {}, name);
      assert.deepEqual(codes(skill), ['name_not_text']);
      assert.equal(skill.installName, name);
      assert.equal(skill.repairedSkillFile, `---\nname: "${name}"\ndescription: Demo.\n---\n`);
    }
  });

  it('avoids names that Windows reserves', () => {
    assert.equal(parse('---\nname: con\ndescription: Demo.\n---\n').installName, 'con-skill');
  });

  it('cuts a description at 1,024 characters, between words', () => {
    const skill = parse(`---\nname: demo\ndescription: ${'word '.repeat(400)}\n---\n`, {}, 'demo');

    assert.deepEqual(codes(skill), ['description_too_long']);
    assert.ok(skill.description.length <= 1024 && skill.description.endsWith(' word…'));
    assert.ok(skill.repairedSkillFile?.includes(skill.description));
  });

  it('reads UTF-16 and Windows-1252 and writes UTF-8', () => {
    const units = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
    const utf16 = new Uint8Array([0xff, 0xfe, ...units(GOOD).flatMap((unit) => [unit, 0])]);
    const latin = new Uint8Array(units(GOOD.replace('Body', 'Bödy')));
    const read = (content: Uint8Array) =>
      parseSkill({ folderName: 'demo', files: [{ path: 'SKILL.md', content }] });

    assert.deepEqual([codes(read(utf16)), read(utf16).repairedSkillFile], [['not_utf8'], GOOD]);
    assert.equal(read(latin).repairedSkillFile, GOOD.replace('Body', 'Bödy'));
  });

  it('refuses aliases and deep nesting instead of following them', () => {
    const deep = `a: ${'['.repeat(100)}${']'.repeat(100)}`;

    assert.equal(parseWith('a: &x [b]\nc: *x').frontmatter['c'], '*x');
    assert.equal(parseWith(deep).diagnostics[0]?.message.includes('nested'), true);
  });

  it('never takes ---js for frontmatter', () => {
    const text = '---js\nprocess.exit()\n---\nBody.\n';

    assert.equal(codes(parse(text))[0], 'no_frontmatter');
    assert.ok(parse(text).repairedSkillFile?.endsWith(text));
  });
});
