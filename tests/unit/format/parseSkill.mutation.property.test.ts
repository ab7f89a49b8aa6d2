import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { parseSkill } from '@skill-marketplace/shared/format';
import type { SkillSource } from '@skill-marketplace/shared/format';
import { codes, skillSource } from './skillSource.ts';

const SKILL = `---
name: release-notes
description: Writes release notes from merged pull requests. Use when a version is tagged.
license: MIT
compatibility: Needs git 2.40 and network access.
allowed-tools: Read Bash(git log:*) Bash(gh pr list:*)
metadata:
  version: "1.2.0"
  author: acme
  tags: changelog, git
packages: [jinja2>=3,<4, "rich; python_version >= '3.11'"]
node_packages:
  - "@acme/kit@^2.0.0"
package_manager: pnpm@10
hooks:
  PostToolUse:
    - matcher: Write
      hooks:
        - type: command
          command: ./scripts/check.sh
---

# Release notes

Collects what was merged since the last tag.

!\`git describe --tags\`

\`\`\`python
def main():
    print("notes")
\`\`\`
`;

const OTHERS = {
  'scripts/notes.py':
    '#!/usr/bin/env python3\nimport requests\nrequests.get("https://api.acme.dev")\n',
  'scripts/check.sh': 'curl -fsS https://hooks.acme.dev/x\n',
  'assets/logo.bin': 'a\0b',
  'skill.md': 'Another spelling.',
};

/** One change somewhere in a text: bytes taken out, put in, doubled or moved. */
const mutation = fc.record({
  at: fc.nat(1200),
  length: fc.nat(40),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      '\n',
      '---\n',
      '\n---\n',
      ': ',
      '"',
      "'",
      '\t',
      '\0',
      '\ufeff',
      '\r',
      '|',
      '[',
      '}',
      '#',
      '`',
      '&a ',
      '*a',
      '\u202e',
      '\ud800',
    ),
    fc.string({ maxLength: 6, unit: 'binary' }),
  ),
  doubles: fc.boolean(),
});

const mutated = fc
  .array(mutation, { minLength: 1, maxLength: 6 })
  .map((mutations) =>
    mutations.reduce((text, { at, length, insert, doubles }) => {
      const place = Math.min(at, text.length);
      const cut = text.slice(place, place + length);
      return (
        text.slice(0, place) + insert + (doubles ? cut + cut : '') + text.slice(place + length)
      );
    }, SKILL),
  )
  // An empty file is beyond repair.
  .filter((text) => /\w/.test(text));

/** As it is installed: with the repaired bytes, in a folder of its name. */
function installed(source: SkillSource): SkillSource {
  const { installName, repairedSkillFile, skillFilePath } = parseSkill(source);
  if (repairedSkillFile === undefined) return { ...source, folderName: installName };
  const content = new TextEncoder().encode(repairedSkillFile);
  return {
    folderName: installName,
    files: [
      ...source.files.filter(({ path }) => path !== skillFilePath && path !== 'SKILL.md'),
      { path: 'SKILL.md', content },
    ],
  };
}

describe('parseSkill, on damaged copies of a real-looking skill', function () {
  this.timeout(60_000);

  it('reads the undamaged one without a finding but that there are two spellings', () => {
    const skill = parseSkill(skillSource({ 'SKILL.md': SKILL, ...OTHERS }, 'release-notes'));

    assert.deepEqual(codes(skill), ['several_skill_files']);
    assert.equal(skill.packages.length, 3);
    assert.equal(new Set(skill.capabilities.map(({ kind }) => kind)).size, 6);
  });

  it('never throws, and loads everywhere agents look after repair and install, under the same names', () => {
    fc.assert(
      fc.property(mutated, fc.constantFrom('release-notes', 'Other Folder', ''), (text, folder) => {
        const source = skillSource({ 'SKILL.md': text, ...OTHERS }, folder);
        const skill = parseSkill(source);
        const again = parseSkill(installed(source));

        assert.deepEqual(
          again.loading.slice(0, 2).map(({ loads }) => loads),
          [true, true],
        );
        assert.equal(again.repairedSkillFile, undefined);
        assert.deepEqual(
          [again.installName, again.description, again.readme, again.version, again.tags],
          [skill.installName, skill.description, skill.readme, skill.version, skill.tags],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('repairs exactly what some agent would not load and other bytes mend', () => {
    const notMended = new Set([
      'name_differs_from_folder',
      'unknown_key',
      'compatibility_not_text',
      'compatibility_too_long',
    ]);
    fc.assert(
      fc.property(mutated, (text) => {
        const { loading, repairedSkillFile } = parseSkill(skillSource({ 'SKILL.md': text }));
        const obstacles = loading.flatMap(({ because }) => because.map(({ code }) => code));

        assert.equal(
          repairedSkillFile !== undefined,
          obstacles.some((code) => !notMended.has(code)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the same whatever the order of the files', () => {
    const paths = Object.keys(OTHERS);
    fc.assert(
      fc.property(mutated, fc.shuffledSubarray(['SKILL.md', ...paths]), (text, order) => {
        const contents: Record<string, string> = { ...OTHERS, 'SKILL.md': text };
        const inOrder = (names: readonly string[]) =>
          parseSkill(
            skillSource(Object.fromEntries(names.map((name) => [name, contents[name] ?? '']))),
          );

        assert.deepEqual(inOrder(order), inOrder(order.toSorted()));
        assert.deepEqual(inOrder(order), inOrder(order.toReversed()));
      }),
      { numRuns: 200 },
    );
  });

  it('points every finding and capability to a line that the file has', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const { diagnostics, capabilities } = parseSkill(skillSource({ 'SKILL.md': text }));
        const last = text.split(/\r\n|\n|\r/).length;

        for (const { line } of [...diagnostics, ...capabilities]) {
          assert.ok(line === undefined || (line >= 1 && line <= last), `${line} of ${last}`);
        }
      }),
      { numRuns: 500 },
    );
  });
});
