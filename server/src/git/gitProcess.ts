import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { RepositoryFolder } from './repositoryFolder.ts';

/** Where and under which limits git runs. */
export interface GitPlace {
  folder: RepositoryFolder;
  environment: Readonly<Record<string, string>>;
  /** Bytes that it may write into one file. */
  maxBytes: number;
}

/** How git ended; `missing` when there is none to start. */
export interface GitEnd {
  code: number | 'missing';
  /** The end of what it said, for `explainFailure` and nobody else: it may hold anything. */
  errors: string;
}

/** The unit in which shells take the size of a file; the bash of some systems takes twice as much. */
const BLOCK_BYTES = 512;
/** Memory that each program of a run may address: objects are unpacked in memory, and a server announces their size. */
const MEMORY_KIB = 4 * 1024 * 1024;
const MAX_ERROR_CHARACTERS = 64 * 1024;
/** What a shell ends with when there is no such program. */
const COMMAND_NOT_FOUND = 127;

/**
 * Limits are the shell's to set. Those on memory are not known everywhere, and then left out; without the one
 * on files nothing is started.
 */
const LIMITED = 'ulimit -f "$1" || exit 1; ulimit -v "$2" 2>/dev/null; shift 2; exec git "$@"';

/** One run of git, in a process group of its own that `kill` ends as a whole. */
export class GitProcess implements AsyncDisposable {
  /** Resolves when it has ended and all that it wrote was read; never rejects. */
  readonly ended: Promise<GitEnd>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #errors = '';
  #hasEnded = false;

  constructor(args: readonly string[], { folder, environment, maxBytes }: GitPlace) {
    const blocks = String(Math.ceil(maxBytes / BLOCK_BYTES));
    const shell = ['-c', LIMITED, 'sh', blocks, String(MEMORY_KIB), ...args];
    const [program, words] = process.platform === 'win32' ? ['git', [...args]] : ['/bin/sh', shell];
    this.#child = spawn(program, words, {
      cwd: folder.path,
      env: { ...environment },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-MAX_ERROR_CHARACTERS);
    });
    // A process that ends early breaks the pipe to it: `ended` says why.
    this.#child.stdin.on('error', () => {});
    this.ended = this.#watchEnd();
  }

  /** Where it is written to. */
  get input(): Writable {
    return this.#child.stdin;
  }

  /** What it writes; must be read, or it waits. */
  get output(): Readable {
    return this.#child.stdout;
  }

  /** Ends it and all that it started, at once. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#hasEnded) return;
    try {
      if (process.platform === 'win32') endWindowsTree(pid);
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    // What nobody reads any more must not keep it waiting.
    this.output.destroy();
    await this.ended;
  }

  #watchEnd(): Promise<GitEnd> {
    const end = Promise.withResolvers<GitEnd>();
    const settle = (code: GitEnd['code']) => {
      this.#hasEnded = true;
      end.resolve({ code, errors: this.#errors });
    };
    this.#child.once('error', () => settle('missing'));
    this.#child.once('close', (code) => {
      settle(code === COMMAND_NOT_FOUND ? 'missing' : (code ?? -1));
    });
    return end.promise;
  }
}

/** Windows has no process groups; without this the programs that git started would go on. */
function endWindowsTree(pid: number): void {
  spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }).on('error', () => {});
}
