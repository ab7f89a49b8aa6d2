import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseSkill, pathProblem } from '@skill-marketplace/shared/format';
import type { ParsedSkill } from '@skill-marketplace/shared/format';
import { isSlug } from '@skill-marketplace/shared/contracts';
import { skillSource } from './skillSource.ts';

/** Text made of what frontmatter is made of, so that the odd corners are reached. */
const almostSkillFile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '---\n',
        '\n',
        '\r\n',
        'name: ',
        'description: ',
        'metadata:\n',
        '  version: 1.0\n',
        ': ',
        ' #',
        '"',
        "'",
        '|\n',
        '| x\n',
        '>',
        '- a\n',
        '[',
        ']',
        '{a: b}',
        '&a ',
        '*a',
        '!t ',
        '```\n',
        '# T\n',
        '\ufeff',
        '\0',
        '\t',
        '__proto__: 1\n',
        'yes\n',
        '1e3\n',
        '\u2028',
        '\u0085',
        '? ',
        '%',
        '@',
        '...\n',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

function assertSound(skill: ParsedSkill): void {
  assert.ok(isSlug(skill.installName) && pathProblem(skill.installName) === undefined);
  assert.ok(skill.description.length >= 1 && skill.description.length <= 1024);
  assert.ok(skill.displayName.length >= 1 && skill.displayName.length <= 100);
  assert.ok(isSlug(skill.category.name));
  assert.ok(JSON.stringify(skill).isWellFormed());
  if (skill.repairedSkillFile === undefined) return;
  const again = parseSkill(skillSource({ 'SKILL.md': skill.repairedSkillFile }, skill.installName));
  assert.equal(again.repairedSkillFile, undefined);
  assert.equal(again.installName, skill.installName);
  assert.equal(again.description, skill.description);
  assert.equal(again.readme, skill.readme);
  assert.deepEqual(
    { ...again.frontmatter, name: '', description: '' },
    { ...skill.frontmatter, name: '', description: '' },
  );
}

describe('parseSkill, on anything', function () {
  this.timeout(60_000);

  it('never throws on bytes, and what it repairs needs no more repair', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string(), (content, folderName) => {
        assertSound(parseSkill({ folderName, files: [{ path: 'SKILL.md', content }] }));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on almost valid files, and what it repairs needs no more repair', () => {
    fc.assert(
      fc.property(almostSkillFile, fc.boolean(), (text, opens) => {
        assertSound(parseSkill(skillSource({ 'SKILL.md': opens ? `---\n${text}` : text })));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps any keys through a repair', () => {
    const keys = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 12 }),
      fc.jsonValue({ maxDepth: 3 }),
    );
    fc.assert(
      fc.property(keys, (others) => {
        const yaml = JSON.stringify({ ...others, name: 'Not A Slug', description: 'Demo.' });
        assertSound(parseSkill(skillSource({ 'SKILL.md': `---\n${yaml}\n---\nBody.\n` })));
      }),
      { numRuns: 1000 },
    );
  });

  it('never throws on other files', () => {
    const files = fc.dictionary(
      fc.constantFrom('a.py', 'b.sh', 'c', 'd.png', 'constructor'),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(files, (others) => {
        const { files: own } = skillSource({ 'SKILL.md': 'Text.' });
        const more = Object.entries(others).map(([path, content]) => ({ path, content }));
        assertSound(parseSkill({ folderName: 'x', files: [...own, ...more] }));
      }),
    );
  });
});
