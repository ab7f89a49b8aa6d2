import type {
  ReviewedVersion,
  SkillDetail,
  VersionDecision,
} from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';

/** A block that can be lifted, as a list shows it. */
export interface BlockChoice {
  label: string;
  description: string;
  detail?: string;
  named: { skillId: string; version: string } | { digest: string };
}

/** The blocks of a skill that can be lifted: of a version itself, and of its files. */
export function blockChoices({
  reference,
  versions,
}: Pick<SkillDetail, 'reference' | 'versions'>): BlockChoice[] {
  return versions.flatMap(({ version, digest, blockedBy = [], decision }) =>
    blockedBy.map((by) => ({
      label: version,
      ...(by === 'version'
        ? { description: 'this version', named: { skillId: reference, version } }
        : { description: 'these files, wherever they are', named: { digest } }),
      ...(decision === undefined ? {} : { detail: decisionText(decision) }),
    })),
  );
}

/** What was decided about a version, by whom, when and why. */
export function decisionText({ action, by, at, reason }: VersionDecision): string {
  const who = by === null ? '' : ` by ${oneLine(by)}`;
  const why = reason === null ? '' : `: ${oneLine(reason)}`;
  return `${DECIDED[action]}${who}, ${at.toISOString().slice(0, 10)}${why}`;
}

const DECIDED: Record<VersionDecision['action'], string> = {
  approve: 'approved',
  block: 'blocked',
  unblock: 'unblocked',
  purge: 'purged',
};

/** What is said once a block is lifted. */
export function unblockedText(unblocked: readonly ReviewedVersion[]): string {
  const held = unblocked.filter(({ availability }) => availability === 'held').map(nameOf);
  const blocked = unblocked.filter(({ availability }) => availability === 'blocked').map(nameOf);
  return [
    ...(held.length === 0
      ? []
      : [`Unblocked ${held.join(', ')}: approve it before it can be installed again.`]),
    ...(blocked.length === 0
      ? []
      : [`Another block of ${blocked.join(', ')} stands, so it stays blocked.`]),
  ].join(' ');
}

function nameOf({ reference, version }: ReviewedVersion): string {
  return `${reference} ${version}`;
}
