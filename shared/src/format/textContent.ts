/** The text of a file, and what stood in the way of reading it as UTF-8. */
export interface TextContent {
  text: string;
  hadByteOrderMark: boolean;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * Reads bytes as text, whatever they are: UTF-8, UTF-16 when a byte order mark says so, and
 * otherwise Windows-1252, which gives every byte a character. Never throws; no byte order mark is left.
 */
export function readText(content: Uint8Array): TextContent {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return utf16(content, 'utf-16le');
  if (first === 0xfe && second === 0xff) return utf16(content, 'utf-16be');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    const hadByteOrderMark = text.startsWith('\ufeff');
    return { text: hadByteOrderMark ? text.slice(1) : text, hadByteOrderMark, encoding: 'utf-8' };
  } catch {
    const text = new TextDecoder('windows-1252').decode(content);
    return { text, hadByteOrderMark: false, encoding: 'windows-1252' };
  }
}

function utf16(content: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): TextContent {
  return { text: new TextDecoder(encoding).decode(content), hadByteOrderMark: true, encoding };
}

/** True when the bytes are no text: a NUL among the first 8,000, which is also how git decides. */
export function isBinary(content: Uint8Array): boolean {
  const [first, second] = content;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return !isUtf16 && content.subarray(0, 8000).includes(0);
}
