import type { PackageRequirement } from '../contracts/index.ts';
import type { Report } from './diagnostics.ts';
import { fieldOf, listOf } from './fields.ts';
import type { Frontmatter } from './frontmatter.ts';
import { isRecord } from './frontmatterYaml.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';
import { isNpmSpecifier, isPypiSpecifier } from './packageSpecifier.ts';

type Ecosystem = PackageRequirement['ecosystem'];

const MAX_PACKAGES = 200;
const MAX_SPECIFIER = 200;

/**
 * Reads `packages` (PyPI) and `node_packages` (npm): lists, text with commas, or `name: range`;
 * each once, at most 200 of at most 200 characters. What is left out is reported.
 */
export function readPackages(frontmatter: Frontmatter, report: Report): PackageRequirement[] {
  return [
    ...readList('pypi', 'packages', isPypiSpecifier, frontmatter, report),
    ...readList('npm', 'node_packages', isNpmSpecifier, frontmatter, report),
  ];
}

function readList(
  ecosystem: Ecosystem,
  key: string,
  isValid: (specifier: string) => boolean,
  { keys, keyLines, lineOf }: Frontmatter,
  report: Report,
): PackageRequirement[] {
  const keyLine = keyLines.get(key) ?? keyLines.get('metadata');
  const specifiers = [
    ...new Set(
      specifiersOf(fieldOf(keys, key), ecosystem)
        .map((specifier) => specifier.trim())
        .filter((specifier) => specifier !== ''),
    ),
  ];
  if (specifiers.length > MAX_PACKAGES) {
    report(
      'packages_cut',
      `Of ${specifiers.length} packages of ${ecosystem} the first ${MAX_PACKAGES} were read.`,
      { line: keyLine },
    );
  }
  return specifiers.slice(0, MAX_PACKAGES).flatMap((specifier) => {
    if (specifier.length <= MAX_SPECIFIER && isValid(specifier)) return [{ ecosystem, specifier }];
    report(
      'package_invalid',
      `"${shorten(visibleText(specifier), 80)}" is not a package of ${ecosystem}; it was left out.`,
      { line: lineOf(key, specifier) ?? keyLine },
    );
    return [];
  });
}

function specifiersOf(value: unknown, ecosystem: Ecosystem): string[] {
  if (typeof value === 'string') return withVersions(listOf(value), ecosystem);
  if (Array.isArray(value)) {
    return withVersions(
      value.flatMap((entry) => entryOf(entry, ecosystem)),
      ecosystem,
    );
  }
  return entryOf(value, ecosystem);
}

function entryOf(entry: unknown, ecosystem: Ecosystem): string[] {
  if (entry === undefined || entry === null) return [];
  if (isRecord(entry)) return entriesOf(entry, ecosystem);
  if (typeof entry === 'string' || typeof entry === 'number') return [String(entry)];
  // In brackets, so that it is reported and `true` is not taken for a name.
  return [JSON.stringify([entry])];
}

/** `requests>=2,<3` and `a[b,c]` are one package: what begins with a comparison, or stands in brackets, goes on; in a list without quotes, too. */
function withVersions(parts: readonly string[], ecosystem: Ecosystem): string[] {
  if (ecosystem === 'npm') return [...parts];
  const groups: string[][] = [];
  let isOpen = false;
  for (const part of parts) {
    const last = groups.at(-1);
    if (last !== undefined && (isOpen || /^[<>=!~]=?=? *\d/.test(part))) last.push(part);
    else groups.push([part]);
    const [opening, closing] = [part.lastIndexOf('['), part.lastIndexOf(']')];
    if (opening !== closing) isOpen = opening > closing;
  }
  return groups.map((group) => group.join(','));
}

function entriesOf(value: Record<string, unknown>, ecosystem: Ecosystem): string[] {
  return Object.entries(value).map(([name, range]) => {
    const text = typeof range === 'string' || typeof range === 'number' ? String(range) : '';
    if (text === '' || text === '*') return name;
    if (ecosystem === 'npm') return `${name}@${text}`;
    return /^[<>=!~]/.test(text) ? `${name}${text}` : `${name}==${text}`;
  });
}
