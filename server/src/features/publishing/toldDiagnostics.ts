import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import { NAME_RESEMBLES } from '../skills/resembledName.ts';

/** Findings that change what is published without being a repair. */
const TOLD: ReadonlySet<string> = new Set(['link_left_out', NAME_RESEMBLES]);

/** What whoever brings a skill in must know, in sentences: what was repaired, what was left out, why it waits. */
export function toldOf(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.flatMap(({ code, message, repaired }) => {
    if (repaired !== undefined) return [`${message} ${repaired}`];
    return TOLD.has(code) ? [message] : [];
  });
}
