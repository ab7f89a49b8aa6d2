import { text } from 'node:stream/consumers';
import { GitProcess, type GitEnd, type GitPlace } from './gitProcess.ts';

/** How a run ended and what it wrote. */
export interface GitRun extends GitEnd {
  output: string;
}

/** Runs git to its end, for runs that write little. Throws only the signal's reason, when that came first. */
export async function runGit(
  args: readonly string[],
  place: GitPlace,
  stop: AbortSignal,
): Promise<GitRun> {
  await using git = new GitProcess(args, place);
  git.input.end();
  return await unlessStopped(git, stop, async () => {
    const output = await text(git.output);
    return { ...(await git.ended), output };
  });
}

/** Does some work with a running git, which is killed when the signal comes; then its reason is thrown. */
export async function unlessStopped<T>(
  git: GitProcess,
  stop: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const kill = () => git.kill();
  stop.addEventListener('abort', kill, { once: true });
  if (stop.aborted) kill();
  try {
    return await work();
  } finally {
    stop.removeEventListener('abort', kill);
    // Whatever the work came to, it came from a git that was killed.
    stop.throwIfAborted();
  }
}
