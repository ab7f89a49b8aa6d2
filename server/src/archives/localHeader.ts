import { parseExtraFields, type Entry, type ExtraField, type LocalFileHeader } from 'yauzl';
import { DESCRIPTOR_FLAG } from './entryRules.ts';
import { extraFieldProblem } from './extraFields.ts';
import { localZip64Sizes, zip64Field } from './zip64Entry.ts';

const FULL = 0xffffffff;

/**
 * Says where an entry's local header differs from the central directory, so that programs which read an
 * archive from the front would see another; `undefined` when they agree. Times and versions may differ.
 */
export function localHeaderProblem(central: Entry, local: LocalFileHeader): string | undefined {
  const fields = parsed(local.extraField);
  if (fields === undefined) return 'the extra fields of its local header are malformed';
  if (!local.fileName.equals(central.fileNameRaw)) return 'its local header gives it another name';
  if (local.compressionMethod !== central.compressionMethod) {
    return 'its local header gives it another compression method';
  }
  if (local.generalPurposeBitFlag !== central.generalPurposeBitFlag) {
    return 'its local header gives it other flags';
  }
  if (!sizesAgree(central, local, zip64Field(fields))) {
    return 'its local header gives it other sizes or another checksum';
  }
  return extraFieldProblem(fields, local.fileName);
}

function parsed(extraField: Buffer): ExtraField[] | undefined {
  try {
    return parseExtraFields(extraField);
  } catch {
    return undefined;
  }
}

/** Where a descriptor follows the data, a local header may leave sizes and checksum at zero. */
function sizesAgree(central: Entry, local: LocalFileHeader, zip64: Buffer | undefined): boolean {
  const isLater = (central.generalPurposeBitFlag & DESCRIPTOR_FLAG) !== 0;
  const agrees = (value: number, expected: number) =>
    value === expected || (isLater && value === 0);
  const large = zip64 === undefined ? undefined : localZip64Sizes(zip64);
  if (zip64 !== undefined && large === undefined) return false;
  const sizes = [
    [local.uncompressedSize, large?.size, central.uncompressedSize],
    [local.compressedSize, large?.compressedSize, central.compressedSize],
  ] as const;
  return (
    agrees(local.crc32, central.crc32) &&
    sizes.every(([plain, wide, expected]) => {
      if (wide === undefined) return agrees(plain, expected);
      return agrees(wide, expected) && (plain === FULL || agrees(plain, expected));
    })
  );
}
