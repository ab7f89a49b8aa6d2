import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { codeOf } from './database/refusal.ts';
import { StartupFailure } from './errors/startupFailure.ts';

const OTHERS = 0o077;

/**
 * The secret in the file that a variable names, without the white space around it; only its owner may read it.
 * What is wrong with the file is a `StartupFailure` that holds nothing of it.
 */
export function readSecretFile(variable: string, path: string): string {
  const refuse = (what: string, cause?: unknown) => unusable(variable, what, cause);
  let file: number | undefined;
  try {
    // What is looked at is what is read; a pipe would wait for somebody to write.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) throw refuse(`${path} is no file`);
    if (isOfOthers(stats)) {
      throw refuse(
        `${path} belongs to another user, who would choose the secret: make it your own`,
      );
    }
    // Windows has no such bits: there the folder's rights decide.
    if (process.platform !== 'win32' && (stats.mode & OTHERS) !== 0) {
      throw refuse(`others may read ${path}, so make it its owner's alone with chmod 600`);
    }
    const secret = readFileSync(file, 'utf8').trim();
    if (secret === '') throw refuse(`${path} is empty`);
    return secret;
  } catch (error) {
    if (error instanceof StartupFailure) throw error;
    const why = codeOf(error) === 'ENOENT' ? 'there is no file' : 'this user may not read';
    throw refuse(`${why} ${path}`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Says why the secret of a variable cannot be used, and what to do; never the secret. */
export function unusable(variable: string, what: string, cause?: unknown): StartupFailure {
  return new StartupFailure(`${variable} is not usable: ${what}.`, { cause });
}

/** Root can put anything anywhere, and whoever runs the server decides about it; nobody else does. */
function isOfOthers({ uid }: Stats): boolean {
  const self = process.getuid?.();
  return self !== undefined && uid !== self && uid !== 0;
}
