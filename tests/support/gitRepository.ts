import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A repository that a test makes, with a work tree. */
export interface TestRepository {
  readonly path: string;
  /** Runs git in it and gives what it prints. */
  git(...args: readonly string[]): Promise<string>;
  /** Runs git in it with that as its input, and gives what it prints. */
  gitWith(input: string | Buffer, ...args: readonly string[]): Promise<string>;
  /** Writes files, adds all that changed and commits; gives the commit's id. */
  commit(files: Readonly<Record<string, string | Buffer>>): Promise<string>;
}

/** Makes an empty repository on the branch `main`; any commit of it may be asked for by its id. */
export async function makeRepository(path: string): Promise<TestRepository> {
  await mkdir(path, { recursive: true });
  const run = async (args: readonly string[], input?: string | Buffer) => {
    const running = promisify(execFile)('git', ['-C', path, ...args], {
      env: environment(path),
      maxBuffer: 64 * 1024 * 1024,
    });
    // Most commands end without reading any, and a write to them would break the pipe.
    if (input !== undefined) running.child.stdin?.end(input);
    return (await running).stdout.trim();
  };
  const git = (...args: readonly string[]) => run(args);
  await git('init', '--quiet', '--initial-branch=main');
  await git('config', 'uploadpack.allowReachableSHA1InWant', 'true');
  return {
    path,
    git,
    gitWith: (input, ...args) => run(args, input),
    async commit(files) {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), content);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message=Change');
      return git('rev-parse', 'HEAD');
    },
  };
}

/** Nothing of whoever runs the tests: neither configuration nor a repository around the folder. */
function environment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'A Tester',
    GIT_AUTHOR_EMAIL: 'tester@example.org',
    GIT_COMMITTER_NAME: 'A Tester',
    GIT_COMMITTER_EMAIL: 'tester@example.org',
  };
}
