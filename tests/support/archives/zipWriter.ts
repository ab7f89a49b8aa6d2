import { crc32, deflateRawSync } from 'node:zlib';
import {
  centralRecord,
  fields,
  localHeader,
  type CentralFields,
  type HeaderFields,
} from './zipFields.ts';

/** An entry to write: honest in all that is not told otherwise. */
export interface ZipEntry {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** The bytes between the headers, when they are not to be the content as the method packs it. */
  packed?: Uint8Array;
  /** 0 stored (the default), 8 deflated; any other number is written with stored bytes. */
  method?: number;
  /** A data descriptor after the data, with its signature or without, of four-byte sizes or of eight. */
  descriptor?: 'signed' | 'bare' | 'signed64' | 'bare64';
  /** In place of the descriptor. */
  descriptorBytes?: Uint8Array;
  /** What both headers say. */
  both?: Partial<HeaderFields>;
  /** What only the local header says. */
  local?: Partial<HeaderFields>;
  /** What only the central directory says. */
  central?: Partial<CentralFields>;
  /** Bytes between the previous entry and this one. */
  before?: Uint8Array;
  /** Which headers are missing. */
  without?: 'local' | 'central';
}

/** The fields of the record at the end. */
export interface EndRecord {
  disk: number;
  directoryDisk: number;
  diskEntryCount: number;
  entryCount: number;
  directorySize: number;
  directoryStart: number;
  commentLength: number;
}

/** The fields of a zip64 end record and its locator. */
export interface Zip64EndRecord extends Omit<EndRecord, 'commentLength'> {
  recordSize: number;
  recordStart: number;
  disks: number;
  /** Bytes between the record and its locator. */
  between: Uint8Array;
}

/** An archive to write: honest in all that is not told otherwise. */
export interface ZipArchive {
  entries?: readonly ZipEntry[];
  comment?: string | Uint8Array;
  end?: Partial<EndRecord>;
  /** Present: a zip64 end record is written; the plain one says the same unless `end` says otherwise. */
  zip64?: Partial<Zip64EndRecord>;
  /** Bytes before everything; offsets do not count them, as in a self-extracting program. */
  prefix?: Uint8Array;
  beforeDirectory?: Uint8Array;
  afterDirectory?: Uint8Array;
  suffix?: Uint8Array;
}

const UTF8_FLAG = 0x800;
const DESCRIPTOR_FLAG = 0x8;
/** Unix, version 3.0: attributes hold a mode. */
const MADE_BY_UNIX = 0x031e;
const EMPTY = new Uint8Array();

/** Writes a zip, byte by byte and without asking whether it makes sense. */
export function writeZip(archive: ZipArchive): Buffer {
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  const append = (bytes: Uint8Array) => {
    body.push(bytes);
    position += bytes.length;
  };
  for (const entry of archive.entries ?? []) {
    append(entry.before ?? EMPTY);
    const offset = position;
    const written = describe(entry, offset);
    if (entry.without !== 'local') append(localHeader(written.local));
    append(written.packed);
    append(written.descriptor);
    if (entry.without !== 'central') directory.push(centralRecord(written.central));
  }
  append(archive.beforeDirectory ?? EMPTY);
  const end = endOf(archive, Buffer.concat(directory), directory.length, position);
  return Buffer.concat([archive.prefix ?? EMPTY, ...body, ...directory, end]);
}

function describe(entry: ZipEntry, offset: number) {
  const content = Buffer.from(entry.content ?? '');
  const method = entry.method ?? 0;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
  const flags = UTF8_FLAG | (entry.descriptor === undefined ? 0 : DESCRIPTOR_FLAG);
  const honest: HeaderFields = completed({
    signature: 0x04034b50,
    versionNeeded: 20,
    flags,
    method,
    time: 0,
    crc32: crc32(content),
    compressedSize: packed.length,
    size: content.length,
    name: entry.name,
    extra: EMPTY,
    ...entry.both,
  });
  const later = entry.descriptor === undefined ? {} : { crc32: 0, compressedSize: 0, size: 0 };
  const local = completed({ ...honest, ...later, ...lengthsOf(entry.local) });
  const central: CentralFields = {
    ...completed({ ...honest, signature: 0x02014b50, ...lengthsOf(entry.central) }),
    versionMadeBy: entry.central?.versionMadeBy ?? MADE_BY_UNIX,
    comment: entry.central?.comment ?? EMPTY,
    commentLength: entry.central?.commentLength ?? entry.central?.comment?.length ?? 0,
    disk: entry.central?.disk ?? 0,
    attributes: entry.central?.attributes ?? 0,
    offset: entry.central?.offset ?? offset,
  };
  return {
    packed,
    local,
    central,
    descriptor: entry.descriptorBytes ?? descriptorOf(entry, honest),
  };
}

type Told = Partial<HeaderFields> & Omit<HeaderFields, 'nameLength' | 'extraLength'>;

function completed(told: Told): HeaderFields {
  return {
    ...told,
    nameLength: told.nameLength ?? Buffer.from(told.name).length,
    extraLength: told.extraLength ?? told.extra.length,
  };
}

/** Another name or extra field brings its own length along, unless that is told as well. */
function lengthsOf(told: Partial<HeaderFields> = {}): Partial<HeaderFields> {
  return {
    ...(told.name === undefined ? {} : { nameLength: Buffer.from(told.name).length }),
    ...(told.extra === undefined ? {} : { extraLength: told.extra.length }),
    ...told,
  };
}

function descriptorOf({ descriptor }: ZipEntry, honest: HeaderFields): Uint8Array {
  if (descriptor === undefined) return EMPTY;
  const size = descriptor.endsWith('64') ? 8 : 4;
  const signature = descriptor.startsWith('signed') ? fields([4, 0x08074b50]) : EMPTY;
  return Buffer.concat([
    signature,
    fields([4, honest.crc32], [size, honest.compressedSize], [size, honest.size]),
  ]);
}

function endOf(archive: ZipArchive, directory: Buffer, count: number, start: number): Buffer {
  const comment = Buffer.from(archive.comment ?? '');
  const after = archive.afterDirectory ?? EMPTY;
  const honest: EndRecord = {
    disk: 0,
    directoryDisk: 0,
    diskEntryCount: count,
    entryCount: count,
    directorySize: directory.length,
    directoryStart: start,
    commentLength: comment.length,
  };
  const end = { ...honest, ...archive.end };
  return Buffer.concat([
    after,
    archive.zip64 === undefined
      ? EMPTY
      : zip64End({
          recordSize: 44,
          recordStart: start + directory.length + after.length,
          disks: 1,
          between: EMPTY,
          ...honest,
          ...archive.zip64,
        }),
    fields([4, 0x06054b50], [2, end.disk], [2, end.directoryDisk]),
    fields([2, end.diskEntryCount], [2, end.entryCount]),
    fields([4, end.directorySize], [4, end.directoryStart], [2, end.commentLength]),
    comment,
    archive.suffix ?? EMPTY,
  ]);
}

function zip64End(end: Zip64EndRecord): Buffer {
  return Buffer.concat([
    fields([4, 0x06064b50], [8, end.recordSize], [2, 45], [2, 45]),
    fields([4, end.disk], [4, end.directoryDisk]),
    fields([8, end.diskEntryCount], [8, end.entryCount]),
    fields([8, end.directorySize], [8, end.directoryStart]),
    end.between,
    fields([4, 0x07064b50], [4, 0], [8, end.recordStart], [4, end.disks]),
  ]);
}
