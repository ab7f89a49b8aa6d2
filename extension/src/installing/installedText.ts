import { oneLine } from '../browse/skillRow.ts';
import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import type { InstallOutcome } from '../install/index.ts';
import { listText } from './listText.ts';

/** What is said after an install: what went where, who reads it, and what was left alone. */
export function installedText(
  displayName: string,
  plan: Pick<InstallPlan, 'version' | 'warnings'>,
  outcome: InstallOutcome,
  readers: string,
): string {
  const { installedTo, kept, quarantined, previousVersion } = outcome;
  const verb =
    previousVersion === undefined || previousVersion === plan.version
      ? 'Installed'
      : `Updated from ${previousVersion}:`;
  const sentences = [
    `${verb} ${displayName} ${plan.version} into ${listText(installedTo)}.`,
    readers,
    ...plan.warnings
      .filter(({ code }) => code === 'not_scanned')
      .map(({ message }) => oneLine(message)),
    ...(kept.length === 0 ? [] : [`Kept as you changed ${them(kept)}: ${listText(kept)}.`]),
    ...(quarantined.length === 0 ? [] : [`Moved aside to ${listText(quarantined)}.`]),
  ];
  return sentences.join(' ');
}

/** What is said after an uninstall. */
export function uninstalledText(displayName: string, kept: readonly string[]): string {
  if (kept.length === 0) return `Uninstalled ${displayName}.`;
  return `Uninstalled ${displayName}. Kept, since you changed or added ${them(kept)}: ${listText(kept)}.`;
}

function them(files: readonly string[]): string {
  return files.length === 1 ? 'it' : 'them';
}
