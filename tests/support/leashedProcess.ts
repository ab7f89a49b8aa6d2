import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** How a program ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** How to start a program on a leash. */
export interface LeashOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Sees what it prints as it comes; `output()` has it all. */
  readonly onOutput?: (text: string) => void;
}

const leashScript = fileURLToPath(new URL('leash.ts', import.meta.url));
const LeashMessage = z.union([
  z.object({ pid: z.number() }),
  z.object({ error: z.string() }),
  z.object({ code: z.number().nullable(), signal: z.string().nullable() }),
]);

/**
 * Starts a program that cannot outlive this process: it runs in a process group of its own, below a
 * small watcher that ends the group when this process is gone, however it went.
 */
export async function startOnLeash(
  command: string,
  args: readonly string[],
  options: LeashOptions = {},
): Promise<LeashedProcess> {
  const leash = spawn(process.execPath, [leashScript, command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const running = new LeashedProcess(leash, options.onOutput);
  await running.started;
  return running;
}

/** A program started with `startOnLeash`. */
export class LeashedProcess implements AsyncDisposable {
  /** The program's own process id, once it runs; rejects when it cannot be started. */
  readonly started: Promise<number>;
  /** Resolves when the program has ended, by itself or by us. */
  readonly exited: Promise<Exit>;
  readonly #leash: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #output = '';
  #ended = false;

  constructor(leash: ChildProcess, onOutput?: (text: string) => void) {
    this.#leash = leash;
    const starting = Promise.withResolvers<number>();
    const ending = Promise.withResolvers<Exit>();
    this.started = starting.promise;
    this.exited = ending.promise;
    const end = (exit: Exit) => {
      this.#ended = true;
      ending.resolve(exit);
    };
    leash.on('message', (data) => {
      const message = LeashMessage.parse(data);
      if ('pid' in message) starting.resolve(message.pid);
      else if ('error' in message) starting.reject(new Error(message.error));
      else end(message);
    });
    // `close`, not `exit`: the last lines of the output are in by then.
    leash.once('close', (code, signal) => {
      starting.reject(new Error('the program did not start'));
      end({ code, signal });
    });
    for (const stream of [leash.stdout, leash.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        onOutput?.(text);
        for (const listener of this.#listeners) listener();
      });
    }
  }

  /** What the program has printed so far, both streams in the order they came. */
  output(): string {
    return this.#output;
  }

  /** Waits until the output matches; throws with its last lines when the program ends before. */
  async waitForOutput(pattern: RegExp, withinMs: number): Promise<RegExpExecArray> {
    const found = Promise.withResolvers<RegExpExecArray>();
    const look = () => {
      const match = pattern.exec(this.#output);
      if (match !== null) found.resolve(match);
    };
    this.#listeners.add(look);
    look();
    const fail = (why: string) => {
      throw new Error(
        `${why} before it printed ${String(pattern)}:\n${this.#output.slice(-3_000)}`,
      );
    };
    const waiting = new AbortController();
    try {
      return await Promise.race([
        found.promise,
        once(this.#leash, 'close', { signal: waiting.signal }).then(() =>
          fail('the program ended'),
        ),
        delay(withinMs, undefined, { signal: waiting.signal }).then(() =>
          fail(`${withinMs / 1000} s passed`),
        ),
      ]);
    } finally {
      this.#listeners.delete(look);
      waiting.abort();
    }
  }

  /** Sends the program, and nothing else of its group, a signal; nothing when it has ended. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.started;
    if (!this.#ended) signalIfThere(pid, signal);
  }

  /**
   * Asks the program to end and waits; after `graceMs` it is killed with its group. `sweep` kills
   * what is left of the group in any case.
   */
  async stop({ graceMs = 10_000, sweep = false } = {}): Promise<Exit> {
    const waiting = new AbortController();
    await this.signal('SIGTERM');
    const late = await Promise.race([
      this.exited.then(() => false),
      delay(graceMs, true, { signal: waiting.signal }).catch(() => false),
    ]);
    waiting.abort();
    if (late || sweep) this.#killGroup();
    return await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop({ sweep: true });
  }

  #killGroup(): void {
    if (this.#leash.pid === undefined) return;
    signalIfThere(process.platform === 'win32' ? this.#leash.pid : -this.#leash.pid, 'SIGKILL');
  }
}

/** Signals a process, or with a negative id its group; one that has ended needs no signal. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
