import type { Diagnostic } from '@skill-marketplace/shared/contracts';

/** Findings that change what is published without being a repair. */
const TOLD: ReadonlySet<string> = new Set(['link_left_out', 'name_resembles']);

/** What whoever brings a skill in must know, in sentences: what was repaired, what was left out, why it waits. */
export function toldOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.flatMap(({ code, message, repaired }) => {
    if (repaired !== undefined) return [`${message} ${repaired}`];
    return TOLD.has(code) ? [message] : [];
  });
}
