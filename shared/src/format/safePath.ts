import { CONTROL_CHARACTER, HIDDEN_CHARACTER } from './hiddenCharacters.ts';

/** The longest path that a bundle may hold, in UTF-8 bytes. */
export const MAX_PATH_BYTES = 240;
/** The most segments that a path of a bundle may have. */
export const MAX_PATH_DEPTH = 12;

/** Windows opens a device under these names, in any case and with any extension (Microsoft, "Naming Files"). */
const RESERVED_NAME = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:[ .]|$)/i;
const FORBIDDEN_CHARACTER = /[<>:"|?*]/;

/**
 * Says in one sentence why a path must not be written to a disk; `undefined` when it may be.
 * The path is one of a bundle: relative, with `/`. The same rules on every system, so that
 * what one machine may publish every machine may install.
 *
 * @example pathProblem('../evil.sh') // 'The path has a ".." segment.'
 */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'The path is empty.';
  if (path.includes('\0')) return 'The path has a NUL character.';
  if (path.includes('\\')) return 'The path has a backslash.';
  if (path.startsWith('/')) return 'The path is absolute.';
  if (/^[a-z]:/i.test(path)) return 'The path has a drive letter.';
  if (!path.isWellFormed()) return 'The path is not valid Unicode.';
  if (CONTROL_CHARACTER.test(path)) return 'The path has a control character.';
  if (HIDDEN_CHARACTER.test(path)) return 'The path has an invisible character.';
  if (path !== path.normalize('NFC')) return 'The path is not in Unicode normal form C.';
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES) {
    return `The path is longer than ${MAX_PATH_BYTES} bytes.`;
  }
  const segments = path.split('/');
  if (segments.length > MAX_PATH_DEPTH) return `The path is deeper than ${MAX_PATH_DEPTH} folders.`;
  return segments.map(segmentProblem).find((problem) => problem !== undefined);
}

function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'The path has an empty segment.';
  if (segment === '.' || segment === '..') return `The path has a "${segment}" segment.`;
  const forbidden = FORBIDDEN_CHARACTER.exec(segment);
  if (forbidden !== null) return `The path has the character ${forbidden[0]}.`;
  if (/[. ]$/.test(segment)) return 'A segment of the path ends with a dot or a space.';
  if (RESERVED_NAME.test(segment)) return 'The path has a name that Windows reserves.';
  if (isVersionControl(segment)) return 'The path leads into a version control folder.';
  return undefined;
}

/**
 * True for the name of a folder in which a version control program keeps configuration and hooks, which it
 * runs: `.git` in every spelling that some disk takes for it (CVE-2014-9390), `.hg`, `.svn`.
 */
export function isVersionControl(segment: string): boolean {
  return /^(?:\.git|git~\d+|\.hg|\.svn)$/i.test(segment.replace(/[. ]+$/, ''));
}

/** Two paths that cannot both exist on every disk. */
export interface PathCollision {
  first: string;
  second: string;
  reason: 'same_file' | 'file_is_folder';
}

/**
 * Finds the paths that would overwrite each other where a disk ignores case or Unicode form, equal
 * paths among them, and files that would also have to be another's folder. In the order given; one
 * entry for each later path that collides.
 */
export function collidingPaths(paths: readonly string[]): PathCollision[] {
  const collisions: PathCollision[] = [];
  const files = new Map<string, string>();
  for (const path of paths) {
    const first = files.get(foldPath(path));
    if (first === undefined) files.set(foldPath(path), path);
    else collisions.push({ first, second: path, reason: 'same_file' });
  }
  for (const path of paths) {
    const file = folders(foldPath(path))
      .map((folder) => files.get(folder))
      .find((found) => found !== undefined);
    if (file === undefined) continue;
    collisions.push({ first: file, second: path, reason: 'file_is_folder' });
  }
  return collisions;
}

/** Upper case first: it unites more (`ß` and `ss`, final sigma) than lower case alone. */
function foldPath(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Only as deep as a safe path goes, so that a path of slashes costs no more than another. */
function folders(path: string): string[] {
  const segments = path.split('/', MAX_PATH_DEPTH + 1);
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
