const MAX_LABEL_LENGTH = 100;
/** Whatever has no shape of its own: controls, format and bidi characters, tags, lone halves, line separators. */
const SHAPELESS = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** `ignoreBOM` keeps a byte order mark, which would otherwise go unseen. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The name of an entry; `undefined` when its bytes are no UTF-8. The flag that marks a name as UTF-8 is not
 * asked for, since some common programs leave it out; old code pages are never guessed.
 */
export function decodeName(name: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(name);
  } catch {
    return undefined;
  }
}

/** An entry's name for a sentence: quoted, at most about 100 characters, nothing in it unseen. */
export function entryLabel(name: Uint8Array): string {
  // Longer names are never shown whole, so they need not be decoded whole.
  const [...characters] = lenientUtf8.decode(name.subarray(0, MAX_LABEL_LENGTH * 4));
  const shown = characters.slice(0, MAX_LABEL_LENGTH).join('');
  const isWhole = characters.length <= MAX_LABEL_LENGTH && name.length <= MAX_LABEL_LENGTH * 4;
  return `${JSON.stringify(shown).replace(SHAPELESS, escaped)}${isWhole ? '' : '…'}`;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
