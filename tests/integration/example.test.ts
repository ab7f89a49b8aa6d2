import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startHub, type Hub } from '../support/app.ts';
import { startOnLeash } from '../support/leashedProcess.ts';
import { testsRoot } from '../support/paths.ts';
import { skillText } from '../support/skillFolder.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const EXAMPLE = join(testsRoot, 'example/topSkills.ts');

/** The compiler's complaints about a program that uses the client, one a line; empty when it compiles. */
async function complaintsAbout(source: string): Promise<string[]> {
  await using folder = await temporaryFolder('example');
  // Resolved from the tests' package, as a program there would.
  const file = join(testsRoot, 'example', `.${folder.path.split('-').at(-1)}.ts`);
  const project = join(folder.path, 'tsconfig.json');
  const config = { extends: join(testsRoot, 'tsconfig.json'), include: [], files: [file] };
  await writeFile(
    project,
    JSON.stringify({
      ...config,
      compilerOptions: { typeRoots: [join(testsRoot, 'node_modules/@types')] },
    }),
  );
  await writeFile(file, source);
  try {
    await promisify(execFile)(
      join(testsRoot, 'node_modules/.bin/tsc'),
      ['-p', project, '--pretty', 'false'],
      { cwd: testsRoot },
    );
    return [];
  } catch (error) {
    if (!(error instanceof Error && 'stdout' in error)) throw error;
    return String(error.stdout)
      .split('\n')
      .filter((line) => line.includes('error TS'));
  } finally {
    await promisify(execFile)('rm', ['-f', file]);
  }
}

describe('the example of the typed client', function () {
  this.timeout(120_000);
  let hub: Hub;
  before(async () => {
    hub = await startHub();
    const tree = (name: string) => ({
      [`${name}/SKILL.md`]: skillText({ name, frontmatter: { category: 'devops' } }),
    });
    await hub.importFiles({ ...tree('deploy'), ...tree('rollback') });
    const { client } = await hub.addUser('mia');
    await client.ratings.rate.mutate({ skillId: 'acme/rollback', rating: 4 });
  });
  after(() => hub[Symbol.asyncDispose]());

  const run = async (...args: string[]) => {
    await using program = await startOnLeash(process.execPath, [EXAMPLE, ...args]);
    const { code } = await program.exited;
    return { code, lines: program.output().trim().split('\n') };
  };

  it('lists and rates', async () => {
    const { token } = await hub.addUser('noa');
    const today = new Date().toISOString().slice(0, 10);
    assert.deepEqual(await run(hub.url, 'devops', token), {
      code: 0,
      lines: [
        '2 skills in devops',
        `acme/rollback (4.0 stars of 1, changed ${today})`,
        `acme/deploy (unrated, changed ${today})`,
        'acme/rollback: rating created',
      ],
    });
    const { averageRating } = await hub.client.skills.byId.query({ id: 'acme/rollback' });
    assert.equal(averageRating, 4.5);
  });

  it('tells by the reason what to do', async () => {
    const { lines } = await run(hub.url, 'devops');
    assert.equal(lines.at(-1), 'Give a token to rate.');
  });

  it('compiles', async () => {
    assert.deepEqual(await complaintsAbout(await readFile(EXAMPLE, 'utf8')), []);
  });

  const broken: [string, string, string, RegExp][] = [
    ['a procedure has another name', 'skills.search', 'skills.find', /'find' does not exist/],
    ['a router has another name', 'ratings.rate', 'stars.rate', /'stars' does not exist/],
    [
      'a field of the answer has another name',
      'averageRating,',
      'meanRating: averageRating,',
      /'meanRating' does not exist/,
    ],
    [
      'a field of the input has another name',
      'skillId: best.id',
      'id: best.id',
      /'id' does not exist/,
    ],
    [
      'an input has another type',
      'rating: 5',
      "rating: 'five'",
      /'string' is not assignable to type 'number'/,
    ],
    [
      'a query is called as a mutation',
      'search.query(',
      'search.mutate(',
      /'mutate' does not exist/,
    ],
    ['a reason is none of the contract', "=== 'signed_out'", "=== 'logged_out'", /no overlap/],
  ];
  for (const [what, from, to, complaint] of broken) {
    it(`no longer compiles when ${what}`, async () => {
      const source = await readFile(EXAMPLE, 'utf8');
      assert.ok(source.includes(from));
      const complaints = await complaintsAbout(source.replace(from, to));
      assert.match(complaints.join('\n'), complaint);
    });
  }
});
