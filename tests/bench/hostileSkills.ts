import type { SourceFile } from '@skill-marketplace/shared/format';

/** A skill's folder that is made to be slow to read. */
export interface HostileSkill {
  name: string;
  /** Frontmatter is refused over 256 KiB, a SKILL.md or a script over 1 MiB. */
  limit: 'frontmatter' | 'file';
  /** The folder when its hostile part has so many bytes. */
  files(bytes: number): SourceFile[];
}

const HEAD = '---\nname: hostile\ndescription: Takes long to read.\n';

/** A line or a word, or what the n-th of them is. */
type Unit = string | ((index: number) => string);

function frontmatter(name: string, unit: Unit, before = '', after = ''): HostileSkill {
  return {
    name: `frontmatter: ${name}`,
    limit: 'frontmatter',
    files: (bytes) => {
      const room = bytes - HEAD.length - before.length - after.length - 2;
      return [skillFile(`${HEAD}${before}${filled(unit, room)}${after}\n---\nBody.\n`)];
    },
  };
}

function body(name: string, unit: Unit, after = ''): HostileSkill {
  return {
    name: `body: ${name}`,
    limit: 'file',
    files: (bytes) => {
      const room = bytes - HEAD.length - after.length - 4;
      return [skillFile(`${HEAD}---\n${filled(unit, room)}${after}`)];
    },
  };
}

function wholeFile(name: string, unit: Unit, before = ''): HostileSkill {
  return {
    name: `SKILL.md: ${name}`,
    limit: 'file',
    files: (bytes) => [skillFile(before + filled(unit, bytes - before.length))],
  };
}

function script(name: string, unit: Unit): HostileSkill {
  return {
    name: `script: ${name}`,
    limit: 'file',
    files: (bytes) => [
      skillFile(`${HEAD}---\nBody.\n`),
      { path: 'run.py', content: encoded(filled(unit, bytes)) },
    ],
  };
}

/** The unit again and again, at most so many bytes. */
function filled(unit: Unit, bytes: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let index = 0; ; index += 1) {
    const part = typeof unit === 'string' ? unit : unit(index);
    length += encoded(part).length;
    if (length > bytes) return parts.join('');
    parts.push(part);
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function skillFile(text: string): SourceFile {
  return { path: 'SKILL.md', content: encoded(text) };
}

/** Every kind of text that has made some reader of YAML, Markdown or regular expressions slow. */
export const HOSTILE_SKILLS: readonly HostileSkill[] = [
  frontmatter('flow nesting', '[', 'a: '),
  frontmatter('flow mappings nested', '{a: ', 'a: '),
  frontmatter('block nesting', (index) => `${' '.repeat(Math.min(index, 500))}a:\n`),
  frontmatter('list nesting', '- '),
  frontmatter('question marks', '? '),
  frontmatter('shallow nests', '[[[[[[[[[[a]]]]]]]]]], ', 'a: [', ']'),
  frontmatter('keys', (index) => `k${index}: v\n`),
  frontmatter('keys, invalid', (index) => `k${index}: "v" w\n`),
  frontmatter('the same key', 'k: v\n'),
  frontmatter('nested keys, invalid', (index) => `  k${index}: "v" w\n`, 'metadata:\n'),
  frontmatter('colons', 'a:b', 'a: '),
  frontmatter('colons and spaces', 'a: b ', 'a: '),
  frontmatter('colons line by line', 'a: b: c\n'),
  frontmatter('flow list', 'a, ', 'a: [', ']'),
  frontmatter('flow list, unclosed', 'a, ', 'a: ['),
  frontmatter('flow list of commas', ',', 'a: [', ']'),
  frontmatter('flow mapping', 'a: 1, ', 'a: {', '}'),
  frontmatter('brackets that close nothing', '] ', 'a: '),
  frontmatter('block list', '- a\n', 'a:\n'),
  frontmatter('block scalar', '  a\n', 'a: |\n'),
  frontmatter('blank lines', '\n', 'a: x\n'),
  frontmatter('plain text of many lines', 'a\n  ', 'a: ', 'x'),
  frontmatter('quoted text of many lines', 'a\n  ', 'a: "', '"'),
  frontmatter('quotes, unclosed', 'a\n  ', 'a: "'),
  frontmatter('quotes', '"', 'a: '),
  frontmatter('escapes', '\\n', 'a: "', '"'),
  frontmatter('anchors and aliases', (index) => `k${index}: &a${index} [*a${index - 1}]\n`),
  frontmatter('aliases', '*a, ', 'a: [', ']'),
  frontmatter('tags of YAML', '!t a, ', 'a: [', ']'),
  frontmatter('comments', '# a\n'),
  frontmatter('tabs', '\ta: b\n'),
  frontmatter('spaces', ' ', 'a: ', 'x'),
  frontmatter('hyphens', '-', 'a: '),
  frontmatter('digits', '1', 'a: '),
  frontmatter('a name', 'a-', 'name: '),
  frontmatter('a description', 'word ', 'description: '),
  frontmatter('a description with colons', 'a: b ', 'description: '),
  frontmatter('tags', (index) => `t${index}, `, 'tags: '),
  frontmatter('packages', (index) => `- p${index}\n`, 'packages:\n'),
  frontmatter('packages as text', (index) => `p${index}>=1,<2, `, 'packages: '),
  frontmatter('a package of brackets', '[a,', 'packages: '),
  frontmatter('tools', (index) => `T${index} `, 'allowed-tools: '),
  frontmatter('brackets in tools', '(', 'allowed-tools: '),
  frontmatter('hooks', (index) => `  E${index}: c${index}\n`, 'hooks:\n'),
  frontmatter('NUL', '\0', 'a: '),
  frontmatter('zero-width spaces', '\u200b', 'a: '),
  frontmatter('a title to be a slug', 'É ', 'name: '),
  wholeFile('unclosed frontmatter', 'a: b\n', '---\n'),
  wholeFile('unclosed frontmatter of prose', 'some words\n', '---\n'),
  wholeFile('rulers', '---\n'),
  wholeFile('blank lines before anything', '\n'),
  wholeFile('one line', 'word '),
  wholeFile('byte order marks', '\ufeff'),
  body('rulers', '---\n'),
  body('fences', '```\n'),
  body('fences with a language', '```python\nx\n```\n'),
  body('one fence of backticks', '`'),
  body('one fence of tildes', '~', '`'),
  body('nested backticks', '```` ``` `` `\n'),
  body('load-time commands', '!`ls`\n'),
  body('load-time commands, unclosed', ' !`'),
  body('load-time blocks', '```!\nls\n```\n'),
  body('headings', '# a\n'),
  body('one heading', '# '),
  body('links, unclosed', '['),
  body('links, half', ']('),
  body('emphasis', '# _*'),
  body('brackets', '('),
  body('tags of HTML', '<a '),
  body('spaces', ' '),
  body('spaces line by line', ' \n'),
  body('line ends', '\n'),
  body('carriage returns', '\r'),
  body('tabs', '\t'),
  body('NUL', '\0'),
  body('zero-width spaces', '\u200b'),
  body('characters of two units', '\u{1f600}'),
  body('combining marks', '\u0301'),
  body('a long word', 'a'),
  body('quotes', '> '),
  script('addresses without a host', 'https://'),
  script('addresses', (index) => `https://h${index}.dev/ `),
  script('hosts of dots', 'https://a.b.'),
  script('hosts with a user', 'https://a@'),
  script('long hosts', `https://${'a'.repeat(252)} `),
  script('imports', 'import requests\n'),
  script('imports of spaces', ' import '),
  script('carriage returns', '\r'),
  script('spaces', ' '),
  script('a long word', 'a'),
  {
    name: 'SKILL.md: not UTF-8',
    limit: 'file',
    files: (bytes) => [{ path: 'SKILL.md', content: new Uint8Array(bytes).fill(0x80) }],
  },
  {
    name: 'SKILL.md: lone surrogates',
    limit: 'file',
    files: (bytes) => [
      {
        path: 'SKILL.md',
        content: Uint8Array.from({ length: bytes }, (_, index) =>
          index < 2 ? 0xff - index : index % 2 === 0 ? 0 : 0xd8,
        ),
      },
    ],
  },
  {
    name: 'folder: files of 64 bytes',
    limit: 'file',
    files: (bytes) => [
      skillFile(`${HEAD}---\nBody.\n`),
      ...Array.from({ length: bytes / 64 }, (_, index) => ({
        path: `scripts/part-${index}.sh`,
        content: encoded('#!/bin/sh\ncurl https://host.dev/'.padEnd(64, ' x')),
      })),
    ],
  },
];
