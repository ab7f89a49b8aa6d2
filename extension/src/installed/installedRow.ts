import type { Advisory } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import type { InstalledSkill } from '../install/index.ts';

/** What the row of an installed skill says. */
export interface InstalledRowText {
  label: string;
  description: string;
  tooltip: string;
  spoken: string;
  icon: string;
  /** Nobody should use it any more. */
  isGrave: boolean;
}

/** The row of an installed skill, with what its marketplace has to say of it. */
export function installedRow(skill: InstalledSkill, advisory?: Advisory): InstalledRowText {
  const { installName, version, reference, alias, targets, state, edited, missing, pin } = skill;
  const told = advisory === undefined ? [] : [ADVISORY_WORDS[advisory.advisory]];
  const marks = [
    `${version}${pin ? ' (pinned)' : ''}`,
    ...told,
    ...(state === 'intact' ? [] : [state]),
  ];
  const lines = [
    installName,
    `${reference} ${version}, from ${alias}`,
    `In ${targets.join(' and ')}`,
    ...listed('Edited', edited),
    ...listed('Missing', missing),
    ...(advisory === undefined ? [] : ['', sentenceOf(advisory)]),
  ];
  return {
    label: installName,
    description: marks.join(' · '),
    tooltip: lines.join('\n'),
    spoken: [installName, `version ${version}`, ...told, STATE_WORDS[state]].join(', '),
    icon: advisory === undefined ? STATE_ICONS[state] : ADVISORY_ICONS[advisory.advisory],
    isGrave: advisory?.advisory === 'blocked',
  };
}

const ADVISORY_WORDS: Record<Advisory['advisory'], string> = {
  blocked: 'blocked',
  yanked: 'withdrawn',
  notice: 'has a notice',
};

const ADVISORY_ICONS: Record<Advisory['advisory'], string> = {
  blocked: 'error',
  yanked: 'warning',
  notice: 'info',
};

/** What was decided, by whom it is meant, and why; in the words of whoever decided. */
function sentenceOf({ advisory, message }: Advisory): string {
  const said = oneLine(message);
  if (advisory === 'blocked') return `Blocked by its marketplace, so better uninstalled: ${said}`;
  return advisory === 'yanked' ? `Withdrawn by its publisher: ${said}` : said;
}

const STATE_WORDS: Record<InstalledSkill['state'], string> = {
  intact: 'as it was installed',
  edited: 'edited since it was installed',
  missing: 'with files missing',
};

const STATE_ICONS: Record<InstalledSkill['state'], string> = {
  intact: 'check',
  edited: 'edit',
  missing: 'warning',
};

function listed(title: string, files: readonly string[]): string[] {
  if (files.length === 0) return [];
  const more = files.length > 5 ? [`… and ${files.length - 5} more`] : [];
  return ['', `${title}:`, ...files.slice(0, 5), ...more];
}
