import type { Diagnostic, Loading, LoadingObstacle } from '../contracts/index.ts';
import type { DiagnosticCode } from './diagnostics.ts';
import type { Frontmatter } from './frontmatter.ts';
import { shorten, visibleText } from './hiddenCharacters.ts';

/**
 * Claude Code reads leniently: without a name it takes the folder's, without a description the
 * first paragraph (its documentation, "Extend Claude with skills": every field is optional).
 */
const CLAUDE: readonly DiagnosticCode[] = ['no_skill_file', 'skill_file_name'];

/**
 * VS Code passes over, without a word, a skill whose name or description it cannot make out and
 * one whose name is bad or differs from its folder. Some releases show the last under the
 * folder's name; what any of them drops is said to be dropped.
 */
const VSCODE: readonly DiagnosticCode[] = [
  ...CLAUDE,
  'not_utf8',
  'byte_order_mark',
  'leading_blank_lines',
  'no_frontmatter',
  'unclosed_frontmatter',
  'frontmatter_too_large',
  'nul_in_frontmatter',
  'invalid_yaml',
  'name_missing',
  'name_invalid',
  'name_not_text',
  'name_differs_from_folder',
  'description_missing',
  'description_not_text',
];

/** The Agent Skills specification bounds the description (1 to 1,024) and the compatibility (1 to 500), too. */
const SPECIFICATION: readonly DiagnosticCode[] = [
  ...VSCODE,
  'description_too_long',
  'compatibility_not_text',
  'compatibility_too_long',
];

/** The specification's own keys; its reference validator (skills-ref) refuses any other. */
const SPECIFIED_KEYS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'license',
  'compatibility',
  'metadata',
  'allowed-tools',
]);

/** Says of each reader whether it would load the skill that had these findings, in a fixed order. */
export function loadingOf(
  diagnostics: readonly Diagnostic[],
  frontmatter: Pick<Frontmatter, 'keys' | 'keyLines'>,
): Loading[] {
  const loading = (
    agent: Loading['agent'],
    codes: readonly string[],
    others: readonly LoadingObstacle[] = [],
  ): Loading => {
    const because = [
      ...diagnostics
        .filter(({ code }) => codes.includes(code))
        .map(({ code, message, line }) => ({ code, message, ...(line !== undefined && { line }) })),
      ...others,
    ];
    return { agent, loads: because.length === 0, because };
  };
  return [
    loading('vscode', VSCODE),
    loading('claude', CLAUDE),
    loading('specification', SPECIFICATION, unknownKeys(frontmatter)),
  ];
}

const MAX_LISTED = 10;

/** No finding for everyone: VS Code and Claude Code know more keys than the specification (`argument-hint`, `hooks`). */
function unknownKeys({
  keys,
  keyLines,
}: Pick<Frontmatter, 'keys' | 'keyLines'>): LoadingObstacle[] {
  const unknown = Object.keys(keys).filter((key) => !SPECIFIED_KEYS.has(key));
  const [first] = unknown;
  if (first === undefined) return [];
  const names = unknown
    .slice(0, MAX_LISTED)
    .map((key) => shorten(visibleText(key), 64))
    .join(', ');
  const more = unknown.length - MAX_LISTED;
  const line = keyLines.get(first);
  return [
    {
      code: 'unknown_key',
      message: `Not keys of the specification: ${names}${more > 0 ? ` and ${more} more` : ''}.`,
      ...(line !== undefined && { line }),
    },
  ];
}
