/** A string as a pattern that matches it whole, spaces around it aside; a pattern as it is. */
export function wholeText(text: string | RegExp): RegExp {
  if (text instanceof RegExp) return text;
  return new RegExp(`^\\s*${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}\\s*$`);
}
