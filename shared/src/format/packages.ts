import { validRange } from 'semver';
import type { PackageRequirement } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import { fieldOf, listOf } from './fields.ts';
import type { Frontmatter } from './frontmatter.ts';
import { isRecord } from './frontmatterYaml.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

const MAX_PACKAGES = 200;
const MAX_SPECIFIER = 200;

/** Reads `packages` (PyPI) and `node_packages` (npm): lists, text with commas, or `name: range`; each once. */
export function readPackages(frontmatter: Frontmatter, report: Report): PackageRequirement[] {
  return [
    ...readList('pypi', 'packages', isPypiSpecifier, frontmatter, report),
    ...readList('npm', 'node_packages', isNpmSpecifier, frontmatter, report),
  ];
}

function readList(
  ecosystem: PackageRequirement['ecosystem'],
  key: string,
  isValid: (specifier: string) => boolean,
  { keys, keyLines }: Frontmatter,
  report: Report,
): PackageRequirement[] {
  const specifiers = new Set(
    specifiersOf(fieldOf(keys, key), ecosystem)
      .map((specifier) => specifier.trim())
      .filter((specifier) => specifier !== ''),
  );
  return [...specifiers].slice(0, MAX_PACKAGES).flatMap((specifier) => {
    if (specifier.length <= MAX_SPECIFIER && isValid(specifier)) return [{ ecosystem, specifier }];
    report(
      'package_invalid',
      `"${shorten(visibleText(specifier), 80)}" is not a package of ${ecosystem}; it was left out.`,
      {
        line: keyLines.get(key) ?? keyLines.get('metadata'),
      },
    );
    return [];
  });
}

function specifiersOf(value: unknown, ecosystem: PackageRequirement['ecosystem']): string[] {
  if (!isRecord(value)) return listOf(value);
  return Object.entries(value).map(([name, range]) => {
    const text = typeof range === 'string' || typeof range === 'number' ? String(range) : '';
    if (text === '' || text === '*') return name;
    if (ecosystem === 'npm') return `${name}@${text}`;
    return /^[<>=!~]/.test(text) ? `${name}${text}` : `${name}==${text}`;
  });
}

/**
 * PEP 508 without URLs: a name, extras, version clauses, a marker. A URL or a path would install
 * what no registry vouches for.
 */
function isPypiSpecifier(specifier: string): boolean {
  const [requirement = '', marker = 'os_name'] = specifier.split(';', 2);
  const [, versions = ''] =
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\s*(?:\[[A-Za-z0-9._,\s-]*\])?\s*\(?([^()]*)\)?$/.exec(
      requirement.trim(),
    ) ?? ['', '-'];
  const areVersions = versions
    .split(',')
    .every(
      (clause) =>
        clause.trim() === '' || /^(?:~=|===?|!=|<=?|>=?)\s*[A-Za-z0-9.*+!_-]+$/.test(clause.trim()),
    );
  return areVersions && /^[\w\s.'"<>=!~()]+$/.test(marker);
}

/** `name`, `@scope/name`, either with `@range` or `@tag`; no aliases, URLs, paths or git. */
function isNpmSpecifier(specifier: string): boolean {
  const [, range] = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(?:@(.+))?$/.exec(
    specifier,
  ) ?? ['', ':'];
  return range === undefined || /^[a-z][a-z0-9.-]*$/i.test(range) || validRange(range) !== null;
}
