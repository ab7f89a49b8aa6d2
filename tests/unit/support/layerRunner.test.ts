import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { runLayer, type LayerResult } from '../../support/layerRunner.ts';
import { layers } from '../../support/layers.ts';
import { artifactsRoot, testsRoot } from '../../support/paths.ts';
import { summaryOf } from '../../support/summary.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** A test file with these tests, each with its body. */
const fileOf = (tests: Readonly<Record<string, string>>) =>
  Object.entries(tests)
    .map(([title, body]) => `it('${title}', () => { ${body} });\n`)
    .join('');

/** What the layer of the last `run` printed. */
let printed = '';

/** Runs files as the unit layer would, in two processes. */
async function run(files: Readonly<Record<string, string>>): Promise<LayerResult> {
  printed = '';
  await using temporary = await temporaryFolder('layer');
  const folder = join(artifactsRoot, 'layerRunner');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.test.ts`), content);
  }
  const unit = layers.find(({ name }) => name === 'unit') ?? assert.fail();
  const layer = {
    ...unit,
    name: 'layerRunner',
    pattern: `${relative(testsRoot, folder)}/*.test.ts`,
    processes: 2,
    command: (told: Parameters<typeof unit.command>[0]) => [
      ...unit.command(told),
      '--end-limit=500',
    ],
  };
  return await runLayer(layer, {
    full: false,
    temporaryFolder: temporary.path,
    signal: new AbortController().signal,
    write: (text) => (printed += text),
  });
}

describe('a layer of the tests', () => {
  it('counts what its processes ran between them', async () => {
    const { passed, failed, skipped, remark, failures } = await run({
      one: fileOf({ first: '', second: '' }),
      two: fileOf({ third: '' }) + "it.skip('fourth', () => {});",
      three: fileOf({ fifth: '' }),
    });
    assert.deepEqual([passed, failed, skipped, remark, failures], [4, 0, 1, undefined, []]);
  });

  it('tells again at its end in which file which test failed, and why', async () => {
    const result = await run({
      good: fileOf({ holds: '' }),
      bad: fileOf({ breaks: "throw new Error('it is so');" }),
    });
    assert.deepEqual([result.passed, result.failed, result.remark], [1, 1, undefined]);
    const text = summaryOf([result]);
    assert.match(text, /✘ \S*bad\.test\.ts: breaks\n {4}Error: it is so\n {8}at .*bad\.test\.ts/);
    assert.match(text, /\n1 passed, 1 failed, 0 skipped\n$/);
  });

  it('fails for the file that brought a process down, and runs the others', async () => {
    const { passed, failed, remark } = await run({
      deadly: fileOf({ lives: '', dies: "process.kill(process.pid, 'SIGKILL');" }),
      first: fileOf({ one: '' }),
      second: fileOf({ two: '' }),
    });
    assert.deepEqual([passed, failed], [3, 1]);
    const text = stripVTControlCharacters(printed);
    assert.match(text, /── \S*deadly\.test\.ts\s*✔ lives\s*(?:── |$)/);
    assert.match(remark ?? '', /^it was ended by SIGKILL; \S*deadly\.test\.ts did not come to/);
  });

  for (const [what, content, why] of [
    ['cannot be loaded', "import './nothing.ts';", /Cannot find module/],
    ['leaves out tests by only', "it.only('one', () => {}); it('two', () => {});", /forbid-only/],
    ['throws once its test is over', '', /too late/],
  ] as const) {
    it(`fails for a file that ${what}`, async () => {
      const late = fileOf({ late: "setImmediate(() => { throw new Error('too late'); });" });
      const { failed, failures } = await run({ odd: content === '' ? late : content });
      assert.equal(failed, 1);
      assert.match(failures[0]?.message ?? '', why);
    });
  }

  it('fails when a test left something open', async () => {
    const { passed, failed, remark } = await run({
      open: fileOf({ opens: 'setInterval(() => {}, 1_000);' }),
    });
    assert.deepEqual([passed, failed, remark], [1, 1, 'it ended with exit code 1']);
  });
});
