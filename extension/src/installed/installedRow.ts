import type { InstalledSkill } from '../install/index.ts';

/** What the row of an installed skill says. */
export interface InstalledRowText {
  label: string;
  description: string;
  tooltip: string;
  spoken: string;
  icon: string;
}

/** The row of an installed skill. */
export function installedRow(skill: InstalledSkill): InstalledRowText {
  const { installName, version, reference, alias, targets, state, edited, missing, pin } = skill;
  const marks = [`${version}${pin ? ' (pinned)' : ''}`, ...(state === 'intact' ? [] : [state])];
  const lines = [
    installName,
    `${reference} ${version}, from ${alias}`,
    `In ${targets.join(' and ')}`,
    ...listed('Edited', edited),
    ...listed('Missing', missing),
  ];
  return {
    label: installName,
    description: marks.join(' · '),
    tooltip: lines.join('\n'),
    spoken: [installName, `version ${version}`, STATE_WORDS[state]].join(', '),
    icon: STATE_ICONS[state],
  };
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
