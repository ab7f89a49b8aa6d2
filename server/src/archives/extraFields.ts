import type { ExtraField } from 'yauzl';

/** A name for programs that know Unicode (Info-ZIP, APPNOTE 4.6.9): version, crc of the plain name, name. */
const UNICODE_PATH = 0x7075;
/** Unix owner and times (PKWARE, APPNOTE 4.5.7); whatever follows the twelve bytes is a link's target. */
const PKWARE_UNIX = 0x000d;
const PKWARE_UNIX_SIZE = 12;
/** A Unix mode and a link's target (ASi, in Info-ZIP's extrafld.txt): crc, mode, size or device, ids, target. */
const ASI_UNIX = 0x756e;
const ASI_UNIX_SIZE = 14;

/** Says what extra fields would make other programs do with the entry of that name; `undefined` when nothing. */
export function extraFieldProblem(
  fields: readonly ExtraField[],
  name: Uint8Array,
): string | undefined {
  if (new Set(fields.map(({ id }) => id)).size < fields.length) {
    return 'it has an extra field twice';
  }
  for (const { id, data } of fields) {
    if (id === UNICODE_PATH && !data.subarray(5).equals(name)) {
      return 'an extra field gives it another name';
    }
    if (id === PKWARE_UNIX && data.length > PKWARE_UNIX_SIZE)
      return 'an extra field makes it a link';
    if (id === ASI_UNIX && data.length > ASI_UNIX_SIZE) return 'an extra field makes it a link';
  }
  return undefined;
}
