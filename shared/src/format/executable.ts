const HASH = 0x23;
const EXCLAMATION_MARK = 0x21;

/** True when the content begins with `#!`: such a file is executable in a bundle, whatever mode it came with. */
export function isExecutable(content: Uint8Array): boolean {
  return content[0] === HASH && content[1] === EXCLAMATION_MARK;
}
