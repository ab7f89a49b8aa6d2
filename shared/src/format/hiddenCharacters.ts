/**
 * Characters that a reader does not see: bidi controls and marks, zero-width spaces and joiners,
 * invisible operators, the byte order mark, and the tag block (used to smuggle text to a model).
 */
const HIDDEN_SOURCE =
  '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';

/** Matches one hidden character. */
export const HIDDEN_CHARACTER = new RegExp(`[${HIDDEN_SOURCE}]`, 'u');

/** Zero-width (non-)joiners are part of ordinary emoji and of Persian and Indic words, so prose may hold them. */
const HIDDEN_IN_PROSE = new RegExp(`(?![\\u200c\\u200d])[${HIDDEN_SOURCE}]`, 'u');

/** Matches every C0 and C1 control character. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
export const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;

/** True when prose holds a character that a reader does not see and that ordinary writing does not need. */
export function hidesText(text: string): boolean {
  return HIDDEN_IN_PROSE.test(text);
}

/** One line of visible text: controls and hidden characters dropped, white space collapsed, ends trimmed. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    .replace(new RegExp(HIDDEN_IN_PROSE.source, 'gu'), '')
    .replace(new RegExp(CONTROL_CHARACTER.source, 'gu'), '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The text cut to at most `limit` UTF-16 units, between words where one ends nearby, never inside a character. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '');
  const space = head.lastIndexOf(' ');
  return `${(space > limit / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}
