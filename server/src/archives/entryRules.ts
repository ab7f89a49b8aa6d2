import { pathProblem } from '@skill-marketplace/shared/format';
import type { Entry } from 'yauzl';
import { inDigits } from '../errors/inDigits.ts';
import { unsafeEntry } from './archiveFailures.ts';
import type { ArchiveLimits } from './archiveLimits.ts';
import { kindProblem } from './entryKind.ts';
import { decodeName, entryLabel } from './entryName.ts';
import { extraFieldProblem } from './extraFields.ts';

/** An entry that keeps the rules, as the central directory describes it. */
export interface ArchiveEntry {
  source: Entry;
  /** As it stands in the archive: a folder's ends with a slash. */
  name: string;
  /** The name for a sentence. */
  label: string;
  isFolder: boolean;
}

export const STORED = 0;
export const DEFLATED = 8;
/** The sizes and the checksum follow the data instead of preceding it. */
export const DESCRIPTOR_FLAG = 0x8;
/** How hard was compressed (two bits), that a descriptor follows, that the name is UTF-8. */
const KNOWN_FLAGS = 0x6 | DESCRIPTOR_FLAG | 0x800;

/** Holds one entry to every rule that needs no other entry; throws `unsafe_archive`, naming entry and rule. */
export function checkEntry(source: Entry, limits: ArchiveLimits): ArchiveEntry {
  const label = entryLabel(source.fileNameRaw);
  const name = decodeName(source.fileNameRaw);
  if (name === undefined) throw unsafeEntry(label, 'its name is not valid UTF-8');
  const isFolder = name.endsWith('/');
  const problem =
    nameProblem(isFolder ? name.slice(0, -1) : name, limits) ??
    kindProblem(source, isFolder) ??
    extraFieldProblem(source.extraFields, source.fileNameRaw) ??
    encodingProblem(source);
  if (problem !== undefined) throw unsafeEntry(label, problem);
  if (isFolder && source.uncompressedSize !== 0) {
    throw unsafeEntry(label, 'it is a folder and has content');
  }
  return { source, name, label, isFolder };
}

function nameProblem(path: string, { pathBytes, depth }: ArchiveLimits): string | undefined {
  const problem = pathProblem(path);
  if (problem !== undefined) return clauseOf(problem);
  if (Buffer.byteLength(path) > pathBytes) {
    return `the path is longer than ${inDigits(pathBytes)} bytes`;
  }
  if (path.split('/').length > depth) return `the path is deeper than ${inDigits(depth)} folders`;
  return undefined;
}

/** A whole sentence as the end of another. */
function clauseOf(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

function encodingProblem(source: Entry): string | undefined {
  const { generalPurposeBitFlag: flags, compressionMethod: method } = source;
  if (source.isEncrypted()) return 'it is encrypted';
  if ((flags & ~KNOWN_FLAGS) !== 0) return 'it needs a feature of zip that is not supported';
  if (method !== STORED && method !== DEFLATED) {
    return `its compression method ${method} is neither "stored" nor "deflate"`;
  }
  if (method === STORED && source.compressedSize !== source.uncompressedSize) {
    return 'it is stored, and its two sizes differ';
  }
  return undefined;
}
