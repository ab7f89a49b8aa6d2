import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupFailure } from '../../../server/src/errors/startupFailure.ts';
import { readBootstrapToken } from '../../../server/src/features/accounts/bootstrapToken.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporaryFolder.ts';

const TOKEN = 'skm_fVUbgmRr5o1PDvq6l2cXt0aHnYwKZJQe';

describe('readBootstrapToken', () => {
  let folder: TemporaryFolder;
  before(async () => (folder = await temporaryFolder('bootstrap')));
  after(() => folder[Symbol.asyncDispose]());

  async function fileOf(content: string, mode = 0o600): Promise<string> {
    const path = join(folder.path, `token-${content.length}-${mode}`);
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  }

  it('reads the token without the white space around it', async () => {
    assert.equal(readBootstrapToken(await fileOf(`\n ${TOKEN}\r\n`)), TOKEN);
    assert.equal(readBootstrapToken(await fileOf(TOKEN, 0o400)), TOKEN);
  });

  it('does not wait for whoever might write into a pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const path = join(folder.path, 'pipe');
    execFileSync('mkfifo', ['-m', '600', path]);
    assert.throws(() => readBootstrapToken(path), /pipe is no file\.$/);
  });

  const mistakes: [string, () => Promise<string> | string, RegExp][] = [
    ['a file that is not there', () => join(folder.path, 'none'), /: there is no file .*none\.$/],
    [
      'a folder',
      async () => {
        const path = join(folder.path, 'folder');
        await mkdir(path);
        return path;
      },
      /: .*folder is no file\.$/,
    ],
    ['an empty file', () => fileOf('\n'), /: .* is empty\.$/],
    [
      'a token that is too short',
      () => fileOf(TOKEN.slice(0, 31)),
      /at least 32 random characters/,
    ],
    ['a token that repeats a word', () => fileOf('secret'.repeat(10)), /at least 32 random/],
    ['two lines', () => fileOf(`${TOKEN}\n${TOKEN}x`), /one line of at most 200 visible ASCII/],
    ['a token that no header can hold', () => fileOf(`${TOKEN}é`), /visible ASCII/],
    ['a token without an end', () => fileOf(TOKEN.repeat(8)), /at most 200/],
  ];
  for (const [what, path, sentence] of mistakes) {
    it(`refuses ${what} with a sentence that holds nothing of the file`, async () => {
      const given = await path();
      assert.throws(
        () => readBootstrapToken(given),
        (error) => {
          assert.ok(error instanceof StartupFailure);
          assert.match(error.message, /^BOOTSTRAP_TOKEN_FILE is not usable: [^\n]+$/);
          assert.match(error.message, sentence);
          assert.ok(!error.message.includes(TOKEN.slice(4, 20)));
          return true;
        },
      );
    });
  }
});
