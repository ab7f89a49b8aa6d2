import type { Entry, ExtraField } from 'yauzl';

const ZIP64_FIELD = 0x0001;
const FULL = 0xffffffff;

/**
 * True when a central record has a zip64 field (APPNOTE 4.5.3) exactly where plain fields are full of ones,
 * with exactly their values. yauzl reads values that way; a field with more in it
 * would give other programs other sizes. `record` holds the bytes of the central record.
 */
export function hasExactZip64({ extraFields }: Entry, record: Buffer): boolean {
  const full = [20, 24, 42].filter((at) => record.readUInt32LE(at) === FULL).length;
  const field = zip64Field(extraFields);
  return (field?.length ?? 0) === full * 8;
}

/** The two sizes of a local zip64 field, which holds both; `undefined` when it is malformed. */
export function localZip64Sizes(
  field: Buffer,
): { size: number; compressedSize: number } | undefined {
  if (field.length !== 16) return undefined;
  return {
    size: Number(field.readBigUInt64LE(0)),
    compressedSize: Number(field.readBigUInt64LE(8)),
  };
}

/** The zip64 field among extra fields; there is at most one in an entry that passed the rules. */
export function zip64Field(fields: readonly ExtraField[]): Buffer | undefined {
  return fields.find(({ id }) => id === ZIP64_FIELD)?.data;
}
