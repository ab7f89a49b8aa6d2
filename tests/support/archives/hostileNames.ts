import { crc32 } from 'node:zlib';
import { caseOf, type ArchiveCase } from './archiveCase.ts';
import { extraField, fields } from './zipFields.ts';

/** Names that must not come out of an archive, by what is wrong with them. */
export const HOSTILE_NAMES: Readonly<Record<string, readonly (string | Uint8Array)[]>> = {
  traversal: [
    '../evil.sh',
    '../../../../../../etc/cron.d/evil',
    'a/../../evil.sh',
    'a/..',
    '..',
    './../evil.sh',
    'a/./b.md',
    './SKILL.md',
    '..\\evil.sh',
    'a\\..\\..\\evil.sh',
    '..\\/evil.sh',
    'a/..\\evil.sh',
    '.../evil.sh',
    '.. /evil.sh',
    '..%2fevil.sh:',
    'a//../evil.sh',
    'a//b.md',
    '..;/evil.sh\0',
    Buffer.from('c0ae c0ae 2f 65 76 69 6c'.replaceAll(' ', ''), 'hex'),
    Buffer.from('e080ae e080ae 2f 65 76 69 6c'.replaceAll(' ', ''), 'hex'),
    Buffer.from('2e2ec0af6576696c', 'hex'),
  ],
  'absolute and drive': [
    '/etc/passwd',
    '//server/share/evil.exe',
    '\\\\server\\share\\evil.exe',
    '\\evil.exe',
    'C:/Windows/evil.dll',
    'c:\\evil.dll',
    'C:evil.dll',
    '\\\\?\\C:\\evil.dll',
    '//?/C:/evil.dll',
    '/',
    '',
    '~/../x/../../evil',
  ],
  'bidi and zero-width': [
    'invoice\u202efdp.exe',
    'a\u202db.md',
    'a\u2066b\u2069.md',
    'a\u200eb.md',
    'a\u061cb.md',
    'SKILL\u200b.md',
    'SKILL\u200d.md',
    'SKILL\u2060.md',
    '\ufeffSKILL.md',
    'SKILL\u00ad.md',
    'a\u{e0041}\u{e007f}.md',
    'a\u2028b.md',
  ],
  'NUL and controls': [
    'a.md\0.exe',
    '\0',
    'a\nb.md',
    'a\r.md',
    'a\tb.md',
    'a\u001b[31m.md',
    'a\u007f.md',
    'a\u0085.md',
  ],
  'reserved on Windows': [
    'CON',
    'con.md',
    'a/NUL',
    'aux.tar.gz',
    'PRN ',
    'COM1',
    'com0.md',
    'lpt9.txt',
    'LPT¹',
    'CONIN$',
    'conout$.md',
    'nul/SKILL.md',
    'a.md::$DATA',
    'a.md:stream',
    'a<b.md',
    'a|b.md',
    'what?.md',
    'a*.md',
    'a".md',
    'trailing.',
    'trailing ',
    'a./b.md',
    'a /b.md',
  ],
  'Unicode form and bytes': [
    'e\u0301.md',
    '\u212b.md',
    '\u1100\u1161.md',
    Buffer.from([0x61, 0xff, 0x2e, 0x6d, 0x64]),
    Buffer.from([0x81, 0x2e, 0x6d, 0x64]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xc3]),
  ],
  'version control': [
    '.git/hooks/post-checkout',
    'a/.GIT/config',
    'git~1/config',
    '.git /config',
    '.hg/hgrc',
    'a/.svn/entries',
  ],
  'too long or too deep': [
    'a'.repeat(241),
    `${'é'.repeat(119)}.md`,
    `${'d/'.repeat(12)}f`,
    '/'.repeat(60_000),
    'a/'.repeat(30_000),
    'x'.repeat(65_535),
  ],
};

/** Every hostile name as a file, and as a folder where a slash keeps its meaning. */
export function hostileNameCases(): ArchiveCase[] {
  return Object.entries(HOSTILE_NAMES).flatMap(([what, names]) =>
    names.flatMap((name) => {
      const shown = inAscii(name);
      const asFolder = Buffer.concat([Buffer.from(name), Buffer.from('/')]);
      return [
        caseOf(`${what}: file ${shown}`, 'unsafe_archive', { name, content: 'x' }),
        // Sixteen bits hold the length of a name.
        ...(asFolder.length > 0xffff
          ? []
          : [caseOf(`${what}: folder ${shown}`, 'unsafe_archive', { name: asFolder })]),
      ];
    }),
  );
}

/** A name in the title of a test: its bytes, with what is not plain ASCII as numbers. */
function inAscii(name: string | Uint8Array): string {
  const text = Buffer.from(name.slice(0, 40)).toString('latin1');
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  );
}

/** Names that two entries give to one file, on some disks or on all. */
export function collisionCases(): ArchiveCase[] {
  const pairs: Readonly<Record<string, readonly [string, string]>> = {
    'the same file twice': ['a.md', 'a.md'],
    case: ['Readme.md', 'README.md'],
    'case beyond ASCII': ['straße.md', 'STRASSE.md'],
    'case of a final sigma': ['ς.md', 'Σ.md'],
    'case in a folder': ['docs/a.md', 'DOCS/A.md'],
    'Unicode form': ['\u00e9.md', 'e\u0301.md'],
    'the same folder twice': ['docs/', 'docs/'],
    'folders by case': ['docs/', 'Docs/'],
    'a file and a folder': ['docs', 'docs/'],
    'a folder and a file by case': ['Docs/', 'docs'],
    'a file above a file': ['docs', 'docs/a.md'],
    'a file below a file, the other order': ['docs/a/b.md', 'docs/a'],
    'a file above a folder': ['docs', 'DOCS/more/'],
  };
  return Object.entries(pairs).map(([what, [first, second]]) =>
    caseOf(`collision: ${what}`, 'unsafe_archive', { name: first }, { name: second }),
  );
}

/** Names said twice: once in the header, once in an Info-ZIP extra field. */
export function unicodePathCases(): ArchiveCase[] {
  const unicodePath = (plain: string, other: string, version = 1) =>
    extraField(
      0x7075,
      Buffer.concat([
        Buffer.from([version]),
        fields([4, crc32(Buffer.from(plain))]),
        Buffer.from(other),
      ]),
    );
  const same = unicodePath('a.md', 'a.md');
  const other = unicodePath('a.md', '../evil.sh');
  return [
    caseOf('Unicode path: the same name', 'accepted', { name: 'a.md', both: { extra: same } }),
    caseOf('Unicode path: another name', 'unsafe_archive', {
      name: 'a.md',
      both: { extra: other },
    }),
    caseOf('Unicode path: another name, in the local header only', 'unsafe_archive', {
      name: 'a.md',
      local: { extra: other },
    }),
    caseOf('Unicode path: another name, in the directory only', 'unsafe_archive', {
      name: 'a.md',
      central: { extra: other },
    }),
    caseOf('Unicode path: another name, of a version to come', 'unsafe_archive', {
      name: 'a.md',
      both: { extra: unicodePath('a.md', 'b.md', 2) },
    }),
    caseOf('Unicode path: another name, with a stale checksum', 'unsafe_archive', {
      name: 'a.md',
      both: { extra: unicodePath('x', 'b.md') },
    }),
    caseOf('Unicode path: twice', 'unsafe_archive', {
      name: 'a.md',
      both: { extra: Buffer.concat([same, same]) },
    }),
    caseOf('Unicode path: too short', 'unsafe_archive', {
      name: 'a.md',
      both: { extra: extraField(0x7075, Buffer.from([1])) },
    }),
  ];
}
