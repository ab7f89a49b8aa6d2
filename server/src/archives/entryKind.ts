import type { Entry } from 'yauzl';

const FORMAT = 0o170000;
const FOLDER = 0o040000;
const REGULAR = 0o100000;
/** Names of what a mode's format bits can say (POSIX, sys/stat.h). */
const OTHER_FORMATS: Readonly<Record<number, string>> = {
  0o120000: 'a symbolic link',
  0o010000: 'a named pipe',
  0o020000: 'a character device',
  0o060000: 'a block device',
  0o140000: 'a socket',
};

/** Attributes of MS-DOS and Windows (FILE_ATTRIBUTE_* of the Windows API). */
const VOLUME_LABEL = 0x08;
const DOS_FOLDER = 0x10;
const DEVICE = 0x40;
const REPARSE_POINT = 0x400;

/**
 * Says why an entry is not the regular file or the folder that its name makes it; `undefined` when it is.
 * The mode counts whatever system the entry claims to come from, since programs differ in whether they ask.
 * Permissions, setuid among them, are ignored: no mode is ever kept.
 */
export function kindProblem(source: Entry, isFolder: boolean): string | undefined {
  const attributes = source.externalFileAttributes;
  const format = (attributes >>> 16) & FORMAT;
  if (format !== 0 && format !== FOLDER && format !== REGULAR) {
    return `it is ${OTHER_FORMATS[format] ?? 'neither a file nor a folder'}`;
  }
  if ((attributes & REPARSE_POINT) !== 0) return 'it is a link of Windows';
  if ((attributes & DEVICE) !== 0) return 'it is a device';
  if ((attributes & VOLUME_LABEL) !== 0) return 'it is the label of a disk';
  const saysFolder = format === FOLDER || (attributes & DOS_FOLDER) !== 0;
  if (saysFolder && !isFolder) return 'it is marked as a folder, and its name is that of a file';
  if (format === REGULAR && isFolder) {
    return 'it is marked as a file, and its name is that of a folder';
  }
  return undefined;
}
