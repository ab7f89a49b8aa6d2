/**
 * A copy that any store and any serialiser takes: no NUL, no lone surrogates, no `__proto__` key,
 * nothing but null, booleans, finite numbers, text, arrays and plain objects.
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value)
    .map(([key, entry]): [string, unknown] => [plainText(key), plainValue(entry)])
    .filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries);
}

/** The text without NUL and with lone surrogates replaced: PostgreSQL takes neither. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
