import type { SkillDetail, WaitingVersion } from '@skill-marketplace/shared/contracts';
import { count, oneLine } from '../browse/skillRow.ts';
import { capabilityText } from '../installing/capabilityText.ts';
import { decisionText } from './blockTexts.ts';

/** Lines that fit a dialog; the details show all. */
const LINES = 20;

/** A version that can be chosen in a list. */
export interface VersionChoice {
  label: string;
  description: string;
  detail?: string;
  reference: string;
  version: string;
  digest: string;
}

/** What waits for review on the whole marketplace, as a list shows it. */
export function waitingChoices(waiting: readonly WaitingVersion[]): VersionChoice[] {
  return waiting.map((one) => {
    const { reference, version, digest, createdBy, createdAt, resembles, mayApprove, decision } =
      one;
    const by = createdBy === null ? '' : `by ${oneLine(createdBy)}, `;
    const notes = [
      ...(resembles === null ? [] : [oneLine(resembles)]),
      ...(decision === undefined ? [] : [`It was ${decisionText(decision)}`]),
      ...(mayApprove ? [] : ['You brought it in: another reviewer has to look at it.']),
    ];
    return {
      label: `${reference} ${version}`,
      description: `${by}${dayOf(createdAt)}`,
      ...(notes.length === 0 ? {} : { detail: notes.join(' ') }),
      reference,
      version,
      digest,
    };
  });
}

/** Versions of one skill that are in one of those states. */
export function versionChoices(
  { reference, versions }: Pick<SkillDetail, 'reference' | 'versions'>,
  states: readonly SkillDetail['versions'][number]['availability'][],
): VersionChoice[] {
  return versions
    .filter(({ availability }) => states.includes(availability))
    .map(({ version, digest, availability, createdAt, decision }) => ({
      label: version,
      description: `${STATES[availability]}, of ${dayOf(createdAt)}`,
      ...(decision === undefined ? {} : { detail: decisionText(decision) }),
      reference,
      version,
      digest,
    }));
}

const STATES: Record<SkillDetail['versions'][number]['availability'], string> = {
  installable: 'can be installed',
  restoreOnly: 'withdrawn',
  held: 'waits for review',
  blocked: 'blocked',
};

/** What a reviewer must have seen before a version is approved: what it can do, and who brought it. */
export function approvalText({
  capabilities,
  files,
  diagnostics,
}: Pick<SkillDetail, 'capabilities' | 'files' | 'diagnostics'>): string {
  const lines = capabilities.map((capability) => `• ${capabilityText(capability)}`);
  const left = lines.length - LINES;
  return [
    `${count(files.length)} ${files.length === 1 ? 'file' : 'files'}.`,
    ...(lines.length === 0
      ? ['It can only be read.']
      : ['What it can do:', ...lines.slice(0, LINES)]),
    ...(left > 0 ? [`… and ${left} more, in its details.`] : []),
    ...diagnostics
      .filter(({ code }) => code === 'name_resembles')
      .map(({ message }) => `\n${oneLine(message)}`),
  ].join('\n');
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
