import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  statSync,
  type Stats,
} from 'node:fs';
import { codeOf } from './database/refusal.ts';
import { StartupFailure } from './errors/startupFailure.ts';
import { stepsTo, type PathStep } from './pathSteps.ts';

const OTHERS_READ = 0o044;
const OTHERS_WRITE = 0o022;

/** In such a folder, as `/tmp`, people replace only what is their own. */
const STICKY = 0o1000;

/** A file with a secret, and the variable that names it. */
export interface SecretFile {
  variable: string;
  path: string;
}

/**
 * The secret in the file that a variable names, without the white space around it. Nobody else may choose it: others
 * write neither the file, nor the folder that it lies in, nor that of a link on the way to it. What is wrong is a
 * `StartupFailure` that holds nothing of the secret.
 */
export function readSecretFile(variable: string, path: string): string {
  const refuse = (what: string, cause?: unknown) => unusable(variable, what, cause);
  let file: number | undefined;
  try {
    // What is looked at is what is read; a pipe would wait for somebody to write.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) throw refuse(`${path} is no file`);
    const danger = dangerOfFile(path, stats) ?? dangerOfWay(path);
    if (danger !== undefined) throw refuse(danger);
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

/** Those of the files that others may read, as secrets that Docker or Kubernetes mounts; none on Windows. */
export function readableByOthers(files: readonly SecretFile[]): SecretFile[] {
  if (!hasModes()) return [];
  return files.filter(({ path }) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && (stats.mode & OTHERS_READ) !== 0;
  });
}

/** How others could write what is in the file; `undefined` where they could not. */
function dangerOfFile(path: string, stats: Stats): string | undefined {
  if (isOfOthers(stats)) {
    return `${path} belongs to another user, who would choose the secret: make it your own`;
  }
  return areOthersWriting(stats)
    ? `others may write ${path}, and would choose the secret: take that from them with chmod go-w`
    : undefined;
}

/** How others could have the path lead to another file. */
function dangerOfWay(path: string): string | undefined {
  if (!hasModes()) return undefined;
  const step = stepsTo(path).find(isReplaceable);
  return step === undefined
    ? undefined
    : `others may write the folder ${step.folder}, and would choose the secret: take that from them with chmod go-w, or put the file elsewhere`;
}

function isReplaceable({ folder, stats }: PathStep): boolean {
  const place = statSync(folder);
  if (isOfOthers(place)) return true;
  return areOthersWriting(place) && ((place.mode & STICKY) === 0 || isOfOthers(stats));
}

/** Windows has no such bits: there the folder's rights decide. */
function hasModes(): boolean {
  return process.platform !== 'win32';
}

function areOthersWriting({ mode }: Stats): boolean {
  return hasModes() && (mode & OTHERS_WRITE) !== 0;
}

/** Root can put anything anywhere, and whoever runs the server decides about it; nobody else does. */
function isOfOthers({ uid }: Stats): boolean {
  const self = process.getuid?.();
  return self !== undefined && uid !== self && uid !== 0;
}
