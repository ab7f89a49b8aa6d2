import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import type { FileTree } from '../support/skillFolder.ts';
import { importBelow, outcomesOf, plainSkill, removeSkills } from './namedImport.ts';

const text = plainSkill;

describe('an import of skills that are odd, unsafe or too large', function () {
  this.timeout(60_000);
  let hub: Hub;
  before(async () => (hub = await startHub()));
  after(() => hub[Symbol.asyncDispose]());
  afterEach(() => removeSkills(hub));
  const importNamed = (name: string, tree: FileTree) => importBelow(hub, name, tree);

  const unsafe: [string, FileTree][] = [
    ['a backslash', { 'a/b\\c.txt': 'x' }],
    ['a control character', { 'a/b\u0007.txt': 'x' }],
    ['a bidi override', { 'a/b\u202etxt.exe': 'x' }],
    ['a zero-width space', { 'a/b\u200b.txt': 'x' }],
    ['a name that Windows reserves', { 'a/con.txt': 'x' }],
    ['a trailing dot', { 'a/b.': 'x' }],
    ['a colon', { 'a/b:c': 'x' }],
    ['another Unicode form', { 'a/e\u0301.txt': 'x' }],
    ['names that differ in case only', { 'a/Read.md': 'x', 'a/read.md': 'y' }],
    ['two spellings of SKILL.md', { 'a/skill.md': 'x' }],
    ['folders that differ in case only', { 'a/Docs/x.md': 'x', 'a/docs/x.md': 'y' }],
    ['a path of more than 240 bytes', { [`a/${'x'.repeat(120)}/${'y'.repeat(120)}.md`]: 'x' }],
    ['a path that is too deep', { [`a/${'d/'.repeat(13)}x.md`]: 'x' }],
  ];
  for (const [what, tree] of unsafe) {
    it(`refuses a skill with ${what}, whole, and takes the others`, async () => {
      const report = await importNamed('repo', {
        'a/SKILL.md': text('a'),
        'b/SKILL.md': text('b'),
        ...tree,
      });
      assert.deepEqual(outcomesOf(report), ['a failed unsafe_archive', 'b created repo/b 1.0.0']);
    });
  }

  const large: [string, FileTree][] = [
    ['a SKILL.md over 1 MiB', { 'a/SKILL.md': `${text('a')}${'word '.repeat(220_000)}` }],
    ['a file over 2 MiB', { 'a/big.bin': new Uint8Array(2 * 1024 * 1024 + 1) }],
    [
      'more than 10 MiB',
      Object.fromEntries(
        Array.from({ length: 6 }, (_, n) => [`a/${n}.bin`, new Uint8Array(1_900_000)]),
      ),
    ],
    [
      'more than 1,000 files',
      Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`a/f/${n}.txt`, ''])),
    ],
  ];
  for (const [what, tree] of large) {
    it(`refuses a skill with ${what} as too_large`, async () => {
      const report = await importNamed('repo', { 'a/SKILL.md': text('a'), ...tree });
      assert.deepEqual(outcomesOf(report), ['a failed too_large']);
      assert.equal((await hub.client.skills.search.query({})).total, 0);
    });
  }

  const frontmatterOf = (lines: string) => `---\nname: odd\n${lines}\n---\nBody.\n`;
  const odd: [string, string | Uint8Array][] = [
    ['a NUL in the body', frontmatterOf('description: D').replace('Body', 'Bo\0dy')],
    ['a NUL in the description', frontmatterOf('description: "Has \\0 a NUL."')],
    [
      'a NUL in a tag and the author',
      frontmatterOf('description: D\nauthor: "a\\0b"\ntags: ["a\\0b"]'),
    ],
    [
      'half a character',
      frontmatterOf('description: "Half \\ud800 a pair"\nauthor: "\\udc00"\ntags: ["\\ud800"]'),
    ],
    [
      'bytes that are no text',
      Buffer.concat([
        Buffer.from(frontmatterOf('description: D')),
        Buffer.from([0xff, 0xfe, 0xed, 0xa0, 0x80]),
      ]),
    ],
    ['UTF-16', Buffer.from(`\ufeff${frontmatterOf('description: D')}`, 'utf16le')],
    ['a long description', frontmatterOf(`description: ${'x'.repeat(5000)}`)],
    ['a description beyond the basic plane', frontmatterOf(`description: ${'😀'.repeat(1024)}`)],
    ['a long name', frontmatterOf('description: D').replace('odd', 'x'.repeat(300))],
    ['a long heading', `${frontmatterOf('description: D')}# ${'Long '.repeat(60)}\n`],
    ['a long author', frontmatterOf(`description: D\nauthor: ${'y'.repeat(900)}`)],
    [
      'a long homepage',
      frontmatterOf(`description: D\nhomepage: https://x.example/${'z'.repeat(3000)}`),
    ],
    [
      'many and long tags',
      frontmatterOf(`description: D\ntags: [${'t,'.repeat(500)} ${'u'.repeat(500)}]`),
    ],
    ['a long category', frontmatterOf(`description: D\ncategory: ${'c'.repeat(300)}`)],
    ['a long version', frontmatterOf(`description: D\nversion: 1.0.0-${'a'.repeat(300)}`)],
    [
      'a version just short enough',
      frontmatterOf(`description: D\nversion: 1.0.0-${'a'.repeat(58)}`),
    ],
    ['a huge body', `${frontmatterOf('description: D')}${'word '.repeat(190_000)}`],
  ];
  it('takes no SKILL.md with nothing in it, and all others beside it', async () => {
    const tree = { 'odd/SKILL.md': '', 'good/SKILL.md': text('good') };
    const report = await importNamed('repo', tree);
    assert.deepEqual(outcomesOf(report), [
      'good created repo/good 1.0.0',
      'odd failed invalid_input',
    ]);
  });

  for (const [what, source] of odd) {
    it(`takes a SKILL.md with ${what}, twice`, async () => {
      const tree = { 'odd/SKILL.md': source, 'good/SKILL.md': text('good') };
      const first = await importNamed('repo', tree);
      assert.deepEqual([first.created, first.failed], [2, 0], JSON.stringify(first.skills));
      assert.equal((await importNamed('repo', tree)).unchanged, 2);
      const { items } = await hub.client.skills.search.query({});
      for (const { reference } of items)
        await hub.client.installs.plan.query({ skillId: reference });
    });
  }
});
