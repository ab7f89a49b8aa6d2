import { writeZip, type ZipArchive, type ZipEntry } from './zipWriter.ts';

/** An archive and what must come of it. */
export interface ArchiveCase {
  name: string;
  bytes: () => Buffer;
  expected: 'unsafe_archive' | 'too_large' | 'accepted';
}

/** A case out of what is to be written; an honest file stands first, so that something could slip through. */
export function caseOf(
  name: string,
  expected: ArchiveCase['expected'],
  ...entries: readonly ZipEntry[]
): ArchiveCase {
  return archiveCase(name, expected, {
    entries: [{ name: 'SKILL.md', content: '# A skill\n' }, ...entries],
  });
}

/** A case out of a whole archive. */
export function archiveCase(
  name: string,
  expected: ArchiveCase['expected'],
  archive: ZipArchive | (() => ZipArchive),
): ArchiveCase {
  return {
    name,
    bytes: () => writeZip(typeof archive === 'function' ? archive() : archive),
    expected,
  };
}
