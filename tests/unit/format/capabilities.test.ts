import assert from 'node:assert/strict';
import { parseSkill } from '@skill-marketplace/shared/format';
import type { ParsedSkill } from '@skill-marketplace/shared/format';
import { parse, parseWith, skillSource } from './skillSource.ts';

/** `kind detail path:line`, one a capability. */
function lines({ capabilities }: ParsedSkill): string[] {
  return capabilities.map(
    ({ kind, detail, path, line }) => `${kind} ${detail} ${path}:${line ?? ''}`,
  );
}

function parseBytes(path: string, bytes: readonly number[]): ParsedSkill {
  const { files } = skillSource({ 'SKILL.md': 'Text.' });
  return parseSkill({
    folderName: 'x',
    files: [...files, { path, content: new Uint8Array(bytes) }],
  });
}

describe('the capabilities of a skill', () => {
  it('are none for text alone', () => {
    const body = 'Wow!`code` and `!x` and https://acme.dev\n```bash\ncurl https://acme.dev\n```\n';

    assert.deepEqual(parse(body, { 'references/a.md': body }).capabilities, []);
  });

  it('are the commands that run while it loads, each once, where it stands first', () => {
    const skill = parse(
      '---\nname: demo\ndescription: D.\n---\n!`git status`\n- Diff: !`gh pr diff`\n!`git status`\n\n```!\nnode -v\nnpm -v\n```\n',
    );

    assert.deepEqual(lines(skill), [
      'load_time_command git status SKILL.md:5',
      'load_time_command gh pr diff SKILL.md:6',
      'load_time_command node -v SKILL.md:10',
      'load_time_command npm -v SKILL.md:11',
    ]);
  });

  it('are such commands inside code blocks too, which agents run all the same', () => {
    assert.deepEqual(lines(parse('```markdown\n!`date`\n```\n')), [
      'load_time_command date SKILL.md:2',
    ]);
  });

  it('are the hooks, by event and command', () => {
    const hooks =
      'hooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks:\n        - type: command\n          command: ./check.sh\n  Stop: []';

    assert.deepEqual(lines(parseWith(hooks)), [
      'hook PreToolUse: ./check.sh SKILL.md:9',
      'hook Stop SKILL.md:10',
    ]);
    assert.deepEqual(lines(parseWith('hooks: true')), ['hook hooks SKILL.md:4']);
  });

  it('are the tools that it wants approved beforehand', () => {
    const expected = ['Read', 'Bash(git add:*, git rm:*)', 'mcp__a__b'].map(
      (tool) => `preapproved_tool ${tool} SKILL.md:4`,
    );
    for (const tools of [
      'Read Bash(git add:*, git rm:*) mcp__a__b',
      'Read, Bash(git add:*, git rm:*),mcp__a__b, Read',
      '["Read", "Bash(git add:*, git rm:*)", "mcp__a__b"]',
    ]) {
      assert.deepEqual(lines(parseWith(`allowed-tools: ${tools}`)), expected);
    }
  });

  it('are such tools each with its own line where they are a list', () => {
    assert.deepEqual(lines(parseWith('allowed-tools:\n- Read\n- Bash(ls:*)')), [
      'preapproved_tool Read SKILL.md:5',
      'preapproved_tool Bash(ls:*) SKILL.md:6',
    ]);
  });

  it('have a line in frontmatter that is not block YAML, or not valid, too', () => {
    const flow = '---\n{ name: demo, description: D.,\n  hooks: { Stop: ./x.sh } }\n---\n';
    const broken = '---\nname: demo\ndescription: a: b\nhooks:\n  Stop: ./x.sh\n---\n';

    assert.deepEqual(lines(parse(flow)), ['hook Stop: ./x.sh SKILL.md:3']);
    assert.deepEqual(lines(parse(broken)), ['hook Stop: ./x.sh SKILL.md:4']);
  });

  it('leave the line out only where a whole file is meant', () => {
    const { capabilities } = parse(
      '---\nname: demo\ndescription: D.\nallowed-tools: Read\nhooks:\n  Stop: ls\n---\n!`date`\n',
      { 'a.py': 'import requests\n', 'b.sh': '#!/bin/sh\n', 'c.bin': 'a\0b' },
    );

    assert.deepEqual(
      capabilities.filter(({ line }) => line === undefined).map(({ kind, path }) => [kind, path]),
      [
        ['script', 'a.py'],
        ['binary', 'c.bin'],
      ],
    );
    assert.equal(new Set(capabilities.map(({ kind }) => kind)).size, 6);
  });

  it('are the scripts by language, with or without an ending', () => {
    const skill = parse('Text.', {
      'scripts/b.sh': 'ls',
      'scripts/a.py': '',
      'bin/tool': '#!/usr/bin/env -S python3.12 -u\n',
      'bin/odd': '#!/opt/odd\n',
      'types.d.ts': '',
      'x.constructor': '',
      LICENSE: 'MIT',
    });

    assert.deepEqual(lines(skill), [
      'script shell bin/odd:1',
      'script python bin/tool:1',
      'script python scripts/a.py:',
      'script shell scripts/b.sh:',
    ]);
  });

  it('are the hosts and calls in scripts, comments and examples left out', () => {
    const skill = parse('Text.', {
      'a.py': [
        'import requests',
        '# see https://docs.acme.dev',
        'url = "https://API.acme.dev:8443/v1"',
        'again = "https://api.acme.dev/v2"',
        'user = "https://name:secret@host.acme.dev/"',
        'x = "http://localhost:80 https://example.com http://www.w3.org/2000/svg"',
        'prefetch(1)',
      ].join('\n'),
      'b.sh': 'echo ok && curl -s "$URL"\n',
      'c.mjs': 'const answer = await fetch(url);\n',
    });

    assert.deepEqual(
      lines(skill).filter((line) => line.startsWith('network')),
      [
        'network requests a.py:1',
        'network api.acme.dev a.py:3',
        'network host.acme.dev a.py:5',
        'network curl b.sh:1',
        'network fetch c.mjs:1',
      ],
    );
  });

  it('are the binaries, by their bytes and not by their name', () => {
    assert.deepEqual(lines(parseBytes('logo.png', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 0])), [
      'binary ELF program logo.png:',
    ]);
    assert.deepEqual(lines(parseBytes('x.bin', [1, 2, 0, 3])), ['binary binary data x.bin:']);
    assert.deepEqual(lines(parseBytes('a.jar', [0x50, 0x4b, 3, 4, 0, 0])), [
      'binary zip archive a.jar:',
    ]);
  });

  it('are scripts that pose as binary, too', () => {
    const bytes = Array.from('BM=1\0', (character) => character.charCodeAt(0));

    assert.deepEqual(lines(parseBytes('run.sh', bytes)), ['script shell run.sh:']);
  });

  it('are no pictures, documents or text in UTF-16', () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0];

    for (const skill of [
      parseBytes('anything', png),
      parseBytes('form.docx', [0x50, 0x4b, 3, 4, 0, 0]),
      parseBytes('note.txt', [0xff, 0xfe, 0x61, 0]),
    ]) {
      assert.deepEqual(skill.capabilities, []);
    }
  });

  it('are at most 500 of a kind, and the rest is not passed over in silence', () => {
    const many = Array.from({ length: 501 }, (_, index) => [`${index}.sh`, ''] as const);
    const { capabilities, diagnostics } = parse('Text.', Object.fromEntries(many));

    assert.equal(capabilities.length, 500);
    assert.equal(
      diagnostics.some(({ code }) => code === 'capabilities_cut'),
      true,
    );
  });
});
