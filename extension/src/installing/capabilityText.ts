import type { Capability, InstallPlan, InstallWarning } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';

/** Lines that fit a dialog; the details show all. */
const LINES = 20;

const KINDS: Record<Capability['kind'], string> = {
  load_time_command: 'Runs a command when it is loaded',
  hook: 'Has a hook',
  preapproved_tool: 'Lets the agent use a tool without asking',
  script: 'Contains a script',
  network: 'Names an address in the network',
  binary: 'Contains a file that is not text',
};

/** What a capability is, in words, with where it stands. */
export function capabilityText({ kind, detail, path, line }: Capability): string {
  const place = line === undefined ? path : `${path}, line ${line}`;
  // From the skill's own text: it must not add lines to a dialog or turn the reading direction.
  return `${KINDS[kind]}: ${oneLine(detail)} (${oneLine(place)})`;
}

/** Warnings that a person must have seen before an install; the others are said afterwards. */
export function seriousWarnings(warnings: readonly InstallWarning[]): InstallWarning[] {
  return warnings.filter(({ code }) => ['yanked', 'advisory', 'deprecated'].includes(code));
}

/** What the sheet says before an install: every capability as it stands, and what else to know. */
export function consentText(
  plan: InstallPlan,
  added: readonly Capability[],
  isUpdate: boolean,
): string {
  const lines = added.map((capability) => `• ${capabilityText(capability)}`);
  const left = lines.length - LINES;
  const notes = plan.warnings
    .filter(({ code }) => code !== 'has_capabilities')
    .map(({ message }) => message);
  const can = isUpdate ? 'What this version can do beyond the installed one:' : 'What it can do:';
  return [
    ...(lines.length === 0 ? [] : [can, ...lines.slice(0, LINES)]),
    ...(left > 0 ? [`… and ${left} more, in its details.`] : []),
    ...(notes.length === 0 ? [] : ['', ...notes]),
  ]
    .join('\n')
    .trim();
}
