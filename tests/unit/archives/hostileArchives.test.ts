import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import * as fc from 'fast-check';
import { collidingPaths, pathProblem } from '@skill-marketplace/shared/format';
import { DEFAULT_ARCHIVE_LIMITS } from '../../../server/src/archives/archiveLimits.ts';
import {
  extractZip,
  type ExtractedArchive,
  type ExtractedFile,
} from '../../../server/src/archives/extractZip.ts';
import { hostileArchive, honestArchive } from '../../support/archives/archiveArbitrary.ts';
import { archiveOutcome } from '../../support/archives/archiveOutcome.ts';
import { HOSTILE_ARCHIVES } from '../../support/archives/hostileArchives.ts';
import { writeZip } from '../../support/archives/zipWriter.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const LIMITS = DEFAULT_ARCHIVE_LIMITS;
const GENERATED = 1000;

describe('hostile archives', () => {
  it('are many, each under a name of its own', () => {
    assert.ok(HOSTILE_ARCHIVES.length >= 400, String(HOSTILE_ARCHIVES.length));
    assert.equal(new Set(HOSTILE_ARCHIVES.map(({ name }) => name)).size, HOSTILE_ARCHIVES.length);
  });

  for (const { name, bytes, expected } of HOSTILE_ARCHIVES) {
    it(`${expected}: ${name}`, async () => {
      const { outcome, message, archive } = await archiveOutcome(bytes(), LIMITS);
      assert.equal(outcome, expected, message);
      if (archive !== undefined) assertSafe(archive);
      // One sentence that no name in an archive can disturb.
      else assert.match(message, /^The [\P{C}]{10,400}\.$/u);
    });
  }

  it('are taken whole and safe, or refused with a reason, whatever is in them', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(hostileArchive, async (bytes) => {
        const { outcome, message, archive } = await archiveOutcome(bytes, LIMITS);
        outcomes.add(outcome);
        assert.ok(['accepted', 'unsafe_archive', 'too_large'].includes(outcome), outcome);
        if (archive !== undefined) assertSafe(archive);
        else assert.match(message, /^The [\P{C}]{10,400}\.$/u);
      }),
      { numRuns: GENERATED },
    );
    assert.ok(outcomes.has('accepted') && outcomes.has('unsafe_archive'), [...outcomes].join());
  });

  it('leave nothing on the disk, and what is in the accepted ones stays below its target', async () => {
    await using around = await temporaryFolder('archives');
    const target = join(around.path, 'deep', 'down', 'target');
    await writeTree(target, [{ path: 'SKILL.md', content: Buffer.from('mine') }]);
    await writeTree(around.path, [{ path: 'evil.sh', content: Buffer.from('mine') }]);
    const before = await tree(around.path);
    const home = process.cwd();
    // A relative path out of an archive would end up here.
    process.chdir(target);
    try {
      const accepted: ExtractedFile[][] = [];
      const generated = fc.sample(hostileArchive, GENERATED / 2);
      for (const bytes of [...HOSTILE_ARCHIVES.map((each) => each.bytes()), ...generated]) {
        const { archive } = await archiveOutcome(bytes, LIMITS);
        if (archive !== undefined) accepted.push(archive.files);
      }
      assert.deepEqual(await tree(around.path), before);

      for (const [index, files] of accepted.entries()) {
        await writeTree(join(target, String(index)), files);
      }
      const after = await tree(around.path);
      const written = accepted.flat().length;
      assert.ok(written > 100, String(written));
      assert.equal(after.filter((path) => /target\/\d+\//.test(path)).length, written);
      assert.deepEqual(
        after.filter((path) => !/target\/\d+\//.test(path)),
        before,
      );
    } finally {
      process.chdir(home);
    }
  });
});

describe('honest archives', () => {
  it('give back exactly what was put in', async () => {
    await fc.assert(
      fc.asyncProperty(honestArchive, async ({ archive, files }) => {
        const extracted = await extractZip(writeZip(archive), LIMITS);
        assert.deepEqual(
          new Map(extracted.files.map(({ path, content }) => [path, content])),
          files,
        );
        assert.equal(extracted.comment, archive.comment);
      }),
      { numRuns: 300 },
    );
  });
});

/** Holds what was taken to the promises, by the same rules that publishing asks for. */
function assertSafe({ files }: ExtractedArchive): void {
  const paths = files.map(({ path }) => path);
  for (const path of paths) assert.equal(pathProblem(path), undefined, path);
  assert.deepEqual(collidingPaths(paths), []);
  assert.ok(files.length <= LIMITS.files);
  assert.ok(files.every(({ content }) => content.length <= LIMITS.fileSize));
  assert.ok(files.reduce((sum, { content }) => sum + content.length, 0) <= LIMITS.totalSize);
}

async function writeTree(folder: string, files: readonly ExtractedFile[]): Promise<void> {
  for (const { path, content } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

/** Every file below a folder, sorted, with slashes. */
async function tree(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
    .sort();
}
