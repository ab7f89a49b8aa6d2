import type { ImportedSkill, ImportReport } from '../features/publishing/importReport.ts';

/** Skills of one kind that are told one by one; the report of `--json` has all. */
const TOLD = 20;

/** What of an import waits for a review. */
export interface Waiting {
  count: number;
  /** Whoever imported it may not approve it. */
  forSomebodyElse: boolean;
}

/** Says to a person what an import did: the counts, what did not come in, then what came in, that with findings first, and what waits. */
export function summaryOf(report: ImportReport, folder: string, waiting: Waiting): string {
  const { found, created, updated, unchanged, skipped, failed, skills } = report;
  if (found === 0) return `No SKILL.md was found below ${folder}.\n`;
  const parts = skills.filter(({ reason }) => reason === 'part_of').length;
  const counts = [
    `${created} created`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    `${skipped} skipped${parts === 0 ? '' : ` (${parts} of them parts of another skill)`}`,
    `${failed} failed`,
  ];
  const refused = skills.filter(
    ({ outcome, reason }) =>
      outcome === 'failed' || (outcome === 'skipped' && reason !== 'part_of'),
  );
  const cameIn = skills.filter(({ outcome }) => outcome === 'created' || outcome === 'updated');
  return [
    `${found} SKILL.md found: ${counts.join(', ')}.`,
    ...listed(refused, ({ path, outcome, message }) => `${outcome} ${path}: ${message ?? ''}`),
    ...listed(
      [
        ...cameIn.filter(({ message }) => message !== undefined),
        ...cameIn.filter(({ message }) => message === undefined),
      ],
      ({ outcome, reference, version, path, message }) =>
        `${outcome} ${reference ?? ''} ${version ?? ''}${message === undefined ? '' : ` from ${path}: ${message}`}`,
    ),
    ...(waiting.count === 0 ? [] : [waitingText(waiting)]),
    '',
  ].join('\n');
}

function waitingText({ count, forSomebodyElse }: Waiting): string {
  const verb = count === 1 ? 'waits' : 'wait';
  const how = forSomebodyElse
    ? 'here two people look at a version, so a reviewer has to approve in the editor, or with moderation.approve'
    : '`marketplace approve` lists what waits, `marketplace approve <publisher/name>` lets it be installed';
  return `${count} ${verb} for review: ${how}.`;
}

function listed(skills: readonly ImportedSkill[], say: (skill: ImportedSkill) => string): string[] {
  const lines = skills.slice(0, TOLD).map((skill) => `  ${say(skill)}`);
  const more = skills.length - lines.length;
  return more === 0 ? lines : [...lines, `  … and ${more} more: --json tells them all.`];
}
