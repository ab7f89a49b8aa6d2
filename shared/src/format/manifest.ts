import type { BundleFile } from '../contracts/index.ts';

/**
 * The canonical manifest of a bundle. THE definition of a bundle's identity: its digest is
 * `sha256:` and the hex of the sha256 of this text in UTF-8.
 *
 * The text is `JSON.stringify` of an array of one object a file, each with exactly the keys
 * `path`, `size`, `sha256`, `executable` in that order, no white space, sorted by path with
 * {@link comparePaths}. The order of the files given does not matter.
 *
 * @example
 * canonicalManifest([{ path: 'SKILL.md', size: 3, sha256: 'ab…', executable: false }])
 * // '[{"path":"SKILL.md","size":3,"sha256":"ab…","executable":false}]'
 */
export function canonicalManifest(files: readonly BundleFile[]): string {
  const entries = files
    .toSorted((left, right) => comparePaths(left.path, right.path))
    // Written out, so that neither the order nor the number of a caller's keys can change the digest.
    .map(({ path, size, sha256, executable }) => ({ path, size, sha256, executable }));
  return JSON.stringify(entries);
}

/**
 * Orders paths by Unicode code point, which is also the order of their UTF-8 bytes: negative
 * when `left` comes first, 0 when they are equal. The same in every language and locale.
 */
export function comparePaths(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(left.charCodeAt(index)) - rank(right.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** UTF-16 puts surrogates below U+E000 although the characters they make are above U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
