import { valid } from 'semver';
import { PackageManager } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import { fieldOf } from './fields.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

/**
 * Reads `package_manager` (or `packageManager`), at the top or in `metadata`: a name, or `name@version` as
 * Corepack writes it, whose hash is dropped. An unknown one is left out with a diagnostic.
 */
export function readPackageManager(
  { keys, keyLines }: Frontmatter,
  report: Report,
): { packageManager?: PackageManager } {
  const key = fieldOf(keys, 'package_manager') === undefined ? 'packageManager' : 'package_manager';
  const value = fieldOf(keys, key);
  if (value === undefined || value === null || value === '') return {};
  const text = typeof value === 'string' ? value.trim() : '';
  const [name = '', version, ...rest] = text.slice(0, 300).toLowerCase().split('@');
  const read = PackageManager.safeParse({ name });
  if (read.success && rest.length === 0) {
    if (version === undefined) return { packageManager: read.data };
    const number = versionOf(version);
    if (number !== undefined) return { packageManager: { ...read.data, version: number } };
  }
  const known = PackageManager.shape.name.options.join(', ');
  report(
    'package_manager_unknown',
    `"${shorten(visibleText(text), 80)}" is none of the package managers ${known}; it was left out.`,
    { line: keyLines.get(key) ?? keyLines.get('metadata') },
  );
  return {};
}

/** A full version, or the leading numbers of one (`10`, `10.2`). */
function versionOf(text: string): string | undefined {
  const [number = ''] = text.split('+', 1);
  return number.length <= 64 && (valid(number) === number || /^\d{1,9}(?:\.\d{1,9})?$/.test(number))
    ? number
    : undefined;
}
