import parse, { type Info } from 'spdx-expression-parse';

/** True for one licence by its SPDX id, with `+` or an exception or without (`MIT`, `GPL-2.0-only WITH Classpath-exception-2.0`). */
export function isSpdxId(text: string): boolean {
  const info = parsed(text);
  return info !== undefined && 'license' in info;
}

/**
 * True when an SPDX expression can be met with the allowed licences alone: of `OR` one side is enough, of `AND`
 * both are needed, and `+` means that licence or a later one. `undefined` when the text is no SPDX expression.
 */
export function isLicenceAllowed(text: string, allowed: readonly string[]): boolean | undefined {
  const info = parsed(text);
  if (info === undefined) return undefined;
  const names = new Set(allowed.map((id) => id.toLowerCase()));
  return isMet(info, names);
}

function isMet(info: Info, allowed: ReadonlySet<string>): boolean {
  if ('conjunction' in info) {
    const { conjunction, left, right } = info;
    return conjunction === 'and'
      ? isMet(left, allowed) && isMet(right, allowed)
      : isMet(left, allowed) || isMet(right, allowed);
  }
  // An exception only gives further rights, so the plain licence covers it.
  const { license, plus, exception } = info;
  const written = [license, ...(plus === true ? [`${license}+`, `${license}-or-later`] : [])];
  return written
    .flatMap((id) => [id, ...(exception === undefined ? [] : [`${id} WITH ${exception}`])])
    .some((id) => allowed.has(id.toLowerCase()));
}

function parsed(text: string): Info | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
