import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The commit that is checked out in a folder that is a git work tree; `undefined` elsewhere, or without git. */
export async function commitOf(folder: string): Promise<string | undefined> {
  if (!existsSync(join(folder, '.git'))) return undefined;
  try {
    // No hook or filter runs for this, and nothing outside the folder is asked.
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'rev-parse', 'HEAD']);
    return stdout.trim();
  } catch {
    // A work tree without a commit, or no git on this machine: the commit stays unknown.
    return undefined;
  }
}
