import { createHash } from 'node:crypto';

/** Hex of a sha256. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The bytes with every CRLF written as LF: git may write CRLF on checkout, which is no edit of a person's. */
export function withLineFeeds(content: Uint8Array): Uint8Array {
  if (!content.includes(0x0d)) return content;
  return content.filter((byte, index) => byte !== 0x0d || content[index + 1] !== 0x0a);
}
