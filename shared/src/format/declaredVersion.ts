import { parse } from 'semver';
import type { Report } from './diagnostics.ts';
import { fieldOf } from './fields.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

/** The version as written, and as semver when it can be completed to one. */
export interface DeclaredVersion {
  declaredVersion?: string;
  version?: string;
}

/** Reads `metadata.version`, then `version`; `1` and `1.2` are completed with zeros, a leading `v` is dropped. */
export function readVersion({ keys, keyLines }: Frontmatter, report: Report): DeclaredVersion {
  const value = fieldOf(keys, 'version', 'metadata first');
  if (typeof value !== 'string' && typeof value !== 'number') return {};
  const declaredVersion = shorten(visibleText(String(value)), 64);
  if (declaredVersion === '') return {};
  const line = keyLines.get('version') ?? keyLines.get('metadata');
  const version = completeVersion(declaredVersion);
  if (version === undefined) {
    report('version_invalid', `The version "${declaredVersion}" is not a semantic version.`, {
      line,
    });
    return { declaredVersion };
  }
  if (version !== declaredVersion) {
    report('version_completed', `The version ${declaredVersion} is not a full semantic version.`, {
      line,
      repaired: `It was read as ${version}.`,
    });
  }
  return { declaredVersion, version };
}

/** The text as semver: missing numbers are zero, a leading `v` and leading zeros are dropped; `undefined` when it is none. */
export function completeVersion(text: string): string | undefined {
  const [, major, minor = '0', patch = '0', suffix = ''] =
    /^v?\s?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?((?:-|\+).*)?$/i.exec(text) ?? [];
  if (major === undefined) return undefined;
  // Leading zeros (dates: 2026.01.05) are no semver, but their meaning is plain.
  const numbers = [major, minor, patch].map((part) => String(Number(part))).join('.');
  // Build metadata says nothing about order, so two versions may not differ in it alone.
  const version = parse(`${numbers}${suffix}`)?.version;
  return version !== undefined && version.length <= 64 ? version : undefined;
}
