import { spawn } from 'node:child_process';
import process from 'node:process';

// The process between a test and a program that it starts (see leashedProcess.ts): when the test's
// process is gone, even by kill -9, the channel to it closes, and the program is stopped with all
// that it started.

const GRACE_MS = 3_000;

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit', windowsHide: true });

child.once('spawn', () => process.send?.({ pid: child.pid }));
child.once('error', (error) => report({ error: error.message }, 1));
child.once('exit', (code, signal) => {
  if (!process.connected) endGroup();
  else report({ code, signal }, 0);
});

process.once('disconnect', () => {
  child.kill('SIGTERM');
  setTimeout(endGroup, GRACE_MS);
});

/** Ends this process and everything that it, as the leader of its group, has below it. */
function endGroup(): void {
  child.kill('SIGKILL');
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
}

/** Tells our starter how the program ended, and ends once that is said. */
function report(message: object, exitCode: number): void {
  process.send?.(message, undefined, undefined, () => process.exit(exitCode));
}
