import { ByteReader } from './byteReader.ts';

/** One thing in a commit. */
export interface GitEntry {
  /**
   * Below the folder that was asked for, with `/`. As the commit has it: nothing says yet that it may be written
   * to a disk. Bytes that are not UTF-8 stand as lone surrogates, which no safe path has.
   */
  path: string;
  kind: 'file' | 'link' | 'submodule';
  /** Bytes; 0 for a submodule. */
  size: number;
  executable: boolean;
  /** Of the blob, or of the submodule's commit. */
  id: string;
}

/** The arguments that list everything below a tree, in the form that `readListing` reads. */
export function listArguments(tree: string): string[] {
  return ['ls-tree', '-r', '-z', '-l', '--full-tree', tree];
}

const NUL = 0;
/** Of one entry: a path may be far longer than any that a bundle may hold. */
const MAX_ENTRY_BYTES = 16 * 1024;

/** What a listing may be at most. */
export interface ListingLimits {
  entries: number;
  /** Of all paths together. */
  bytes: number;
}

/** Reads a listing as it comes; `undefined`, with the rest unread, as soon as it is over a limit. */
export async function readListing(
  stream: AsyncIterable<Buffer>,
  limits: ListingLimits,
): Promise<GitEntry[] | undefined> {
  const reader = new ByteReader(stream);
  const entries: GitEntry[] = [];
  let bytes = 0;
  for (;;) {
    const record = await reader.until(NUL, MAX_ENTRY_BYTES);
    if (record === undefined) return entries;
    bytes += record.length;
    if (entries.length === limits.entries || bytes > limits.bytes) return undefined;
    entries.push(parseEntry(record));
  }
}

/** `<mode> <type> <id> <size, padded>\t<path>` */
function parseEntry(record: Buffer): GitEntry {
  const tab = record.indexOf('\t');
  const [, mode = '', id, size] =
    /^(\d{6}) \w+ ([0-9a-f]{40}) +(\d+|-)$/.exec(record.toString('latin1', 0, tab)) ?? [];
  const kind = KINDS[mode.slice(0, 3)];
  if (id === undefined || kind === undefined)
    throw new Error('the listing of git is not understood');
  return {
    path: pathText(record.subarray(tab + 1)),
    kind,
    size: kind === 'submodule' ? 0 : Number(size),
    executable: kind === 'file' && (Number.parseInt(mode.slice(3), 8) & 0o100) !== 0,
    id,
  };
}

/** By the first three digits of git's modes. */
const KINDS: Readonly<Record<string, GitEntry['kind']>> = {
  '100': 'file',
  '120': 'link',
  '160': 'submodule',
};

function pathText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (Buffer.from(text).equals(bytes)) return text;
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u00ff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}
