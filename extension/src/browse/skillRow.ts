import type { SkillSummary } from '@skill-marketplace/shared/contracts';

/** What a row says, apart from how VS Code draws it. */
export interface RowText {
  label: string;
  description: string;
  /** Plain text: what a publisher wrote is never rendered. */
  tooltip: string;
  /** For a screen reader. */
  spoken: string;
  /** Id of a product icon. */
  icon: string;
}

const TYPE_NAMES: Record<SkillSummary['skillType'], string> = {
  prompt_only: 'Instructions only',
  python_code: 'Python code',
  nodejs: 'Node.js code',
};

const TYPE_ICONS: Record<SkillSummary['skillType'], string> = {
  prompt_only: 'book',
  python_code: 'terminal',
  nodejs: 'code',
};

/** What is not for everybody is shown to those who look after it, and says so. */
const STATUS_MARKS: Record<SkillSummary['status'], string[]> = {
  active: [],
  untrusted: ['not installable'],
  banned: ['blocked'],
};

/** The row of a skill in a list. */
export function skillRow(skill: SkillSummary, isInstalled: boolean): RowText {
  const label = oneLine(skill.displayName);
  const marks = [
    ...STATUS_MARKS[skill.status],
    ...(skill.membersOnly === true ? ['members only'] : []),
    ...(skill.deprecated === undefined ? [] : ['deprecated']),
  ];
  return {
    label,
    // A row is narrow: that it is installed, its icon says.
    description: [...factsOf(skill), ...marks].join(' · '),
    tooltip: tooltipOf(skill, isInstalled),
    spoken: spokenOf(skill, label, [...(isInstalled ? ['installed'] : []), ...marks]),
    icon: isInstalled ? 'check' : TYPE_ICONS[skill.skillType],
  };
}

function factsOf(skill: SkillSummary): string[] {
  return [starsText(skill), installsText(skill)].filter((fact) => fact !== undefined);
}

/** Name of what a skill is made of. */
export function typeName(type: SkillSummary['skillType']): string {
  return TYPE_NAMES[type];
}

/** `★ 4.6 (12)`; `undefined` when nobody has rated. */
export function starsText({
  averageRating,
  ratingCount,
}: Pick<SkillSummary, 'averageRating' | 'ratingCount'>): string | undefined {
  return ratingCount === 0 ? undefined : `★ ${averageRating.toFixed(1)} (${count(ratingCount)})`;
}

/** `34 installs`; `undefined` while there is none. */
export function installsText({
  installCount,
}: Pick<SkillSummary, 'installCount'>): string | undefined {
  if (installCount === 0) return undefined;
  return `${count(installCount)} ${installCount === 1 ? 'install' : 'installs'}`;
}

/** A number with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/**
 * Other people's text as one line that VS Code draws as it stands: control and direction characters out,
 * white space to single spaces. `](` and `$(` are parted, since messages make links of `[a](command:b)`,
 * which a click runs, and pickers draw icons for `$(name)`.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/\]\(/g, '] (')
    .replace(/\$\(/g, '$ (')
    .trim();
}

function tooltipOf(skill: SkillSummary, isInstalled: boolean): string {
  const { latestVersion, deprecated } = skill;
  const lines = [
    oneLine(skill.displayName),
    shorten(oneLine(skill.description), 400),
    '',
    `Publisher: ${skill.publisher}${skill.source === 'local' ? '' : `, from ${skill.source}`}`,
    `Version: ${latestVersion ?? 'none that can be installed'}${isInstalled ? ' (a version is installed)' : ''}`,
    `Type: ${typeName(skill.skillType)}`,
    `Category: ${skill.category}`,
    // A long name leaves no room for them in the row.
    factsOf(skill).join(' · ') || 'Neither rated nor installed yet',
  ];
  if (deprecated !== undefined) {
    const instead = deprecated.replacedBy === undefined ? '' : `; use ${deprecated.replacedBy}`;
    lines.push(`Deprecated${instead}`);
  }
  return lines.join('\n');
}

function spokenOf(skill: SkillSummary, label: string, marks: readonly string[]): string {
  const { averageRating, ratingCount } = skill;
  const rated =
    ratingCount === 0
      ? 'not rated'
      : `${averageRating.toFixed(1)} of 5 stars from ${count(ratingCount)} ${ratingCount === 1 ? 'rating' : 'ratings'}`;
  const installs = installsText(skill) ?? 'no installs';
  return [label, `by ${skill.publisher}`, rated, installs, ...marks].join(', ');
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
