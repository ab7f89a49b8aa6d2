import { validRange } from 'semver';
import { CONTROL_CHARACTER } from './hiddenCharacters.ts';

/** A name begins with a letter or digit, so that no program takes it for an option. */
const PYPI_REQUIREMENT =
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])? *(?:\[ *([A-Za-z0-9][A-Za-z0-9._-]*(?: *, *[A-Za-z0-9][A-Za-z0-9._-]*)*)? *\])? *(?:\(([^()]*)\)|([^()]*))$/;

const PYPI_CLAUSE = /^(?:~=|===?|!=|<=?|>=?) *[A-Za-z0-9][A-Za-z0-9.*+!_-]*$/;

/**
 * True for a requirement of PEP 508 from a registry: a name, extras, version clauses, a marker. A
 * URL or a path would install what no registry vouches for. The text has no line ends, so that it
 * is one line of a requirements file, and begins with no hyphen.
 */
export function isPypiSpecifier(specifier: string): boolean {
  if (CONTROL_CHARACTER.test(specifier)) return false;
  const semicolon = specifier.indexOf(';');
  const requirement = semicolon === -1 ? specifier : specifier.slice(0, semicolon);
  const [match, , inBrackets, plain] = PYPI_REQUIREMENT.exec(requirement.trim()) ?? [];
  if (match === undefined) return false;
  const versions = (inBrackets ?? plain ?? '').trim();
  const areVersions =
    versions === '' || versions.split(',').every((clause) => PYPI_CLAUSE.test(clause.trim()));
  return areVersions && (semicolon === -1 || isMarker(specifier.slice(semicolon + 1)));
}

const VARIABLE =
  'python_version|python_full_version|os_name|sys_platform|platform_release|platform_system|platform_version|platform_machine|platform_python_implementation|implementation_name|implementation_version|extra';
/** Of what PEP 508 allows in quotes, what versions and names of platforms need: nothing that a shell reads. */
const QUOTED = `'[\\w .+*,-]*'|"[\\w .+*,-]*"`;
const MARKER_PART = new RegExp(
  `^ *(?:\\(|\\)|(?:${VARIABLE}|${QUOTED}) *(?:~=|===?|!=|<=?|>=?|not +in\\b|in\\b) *(?:${VARIABLE}|${QUOTED})|(?:and|or)\\b)`,
);

/** Comparisons between `and` and `or`, with brackets that match. */
function isMarker(text: string): boolean {
  let rest = text.trimEnd();
  let depth = 0;
  let wantsComparison = true;
  while (rest !== '') {
    const part = MARKER_PART.exec(rest)?.[0];
    if (part === undefined) return false;
    rest = rest.slice(part.length);
    const word = part.trim();
    const begins = word !== ')' && word !== 'and' && word !== 'or';
    if (begins !== wantsComparison) return false;
    if (word === '(') depth += 1;
    else if (word === ')') depth -= 1;
    else wantsComparison = !begins;
    if (depth < 0) return false;
  }
  return depth === 0 && !wantsComparison;
}

/** The first character is none that begins an option, a hidden folder or a path. */
const NPM_SPECIFIER = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*(?:@(.+))?$/;

/** True for `name`, `@scope/name`, either with `@range` or `@tag`; no aliases, URLs, paths or git. */
export function isNpmSpecifier(specifier: string): boolean {
  if (CONTROL_CHARACTER.test(specifier)) return false;
  const [match, range] = NPM_SPECIFIER.exec(specifier) ?? [];
  if (match === undefined) return false;
  return range === undefined || /^[a-z][a-z0-9.-]*$/i.test(range) || validRange(range) !== null;
}
