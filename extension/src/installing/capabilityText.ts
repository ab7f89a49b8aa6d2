import type { Capability, InstallPlan, InstallWarning } from '@skill-marketplace/shared/contracts';

/** Lines that fit a dialog; the details show all. */
const LINES = 20;

/** What a capability is, in words, with where it stands. */
export function capabilityText({ kind, detail, path, line }: Capability): string {
  const place = line === undefined ? path : `${path}, line ${line}`;
  switch (kind) {
    case 'load_time_command':
      return `Runs a command when it is loaded: ${detail} (${place})`;
    case 'hook':
      return `Has a hook: ${detail} (${place})`;
    case 'preapproved_tool':
      return `Lets the agent use a tool without asking: ${detail} (${place})`;
    case 'script':
      return `Contains a script: ${detail} (${place})`;
    case 'network':
      return `Names an address in the network: ${detail} (${place})`;
    case 'binary':
      return `Contains a file that is not text: ${detail} (${place})`;
  }
}

/** Warnings that a person must have seen before an install; the others are said afterwards. */
export function seriousWarnings(warnings: readonly InstallWarning[]): InstallWarning[] {
  return warnings.filter(({ code }) => ['yanked', 'advisory', 'deprecated'].includes(code));
}

/** What the sheet says before an install: every capability as it stands, and what else to know. */
export function consentText(plan: InstallPlan, added: readonly Capability[], isUpdate: boolean): string {
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
