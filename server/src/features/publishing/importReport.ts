import type { ImportedFile, Outcome } from './importedFile.ts';
import { toldOf } from './toldDiagnostics.ts';

/** One SKILL.md in the report of an import. */
export interface ImportedSkill {
  /** Folder of the skill below the imported root; `.` for the root itself. */
  path: string;
  reference?: string;
  version?: string;
  outcome: Outcome;
  /** Why it was skipped or failed, in a word: `part_of`, `duplicate_identity`, `link`, `unsafe_archive`, `too_large`, … */
  reason?: string;
  /** Why, in sentences; for one that came in, what was repaired and how, what was left out, and why it waits. */
  message?: string;
}

/** The report of an import; `found` is the sum of the five outcomes. */
export interface ImportReport extends Record<Outcome, number> {
  found: number;
  /** Number of diagnostics by code, over all skills. */
  diagnostics: Record<string, number>;
  skills: ImportedSkill[];
}

/** Counts what an import did. */
export function reportOf(files: readonly ImportedFile[]): ImportReport {
  const report: ImportReport = {
    found: files.length,
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    diagnostics: {},
    skills: files.map(skillOf),
  };
  for (const { outcome, codes } of files) {
    report[outcome] += 1;
    for (const code of codes) report.diagnostics[code] = (report.diagnostics[code] ?? 0) + 1;
  }
  return report;
}

function skillOf({
  path,
  outcome,
  reference,
  reason,
  message,
  published,
}: ImportedFile): ImportedSkill {
  const sentences = toldOf(published?.diagnostics ?? []);
  const told = message ?? (sentences.length === 0 ? undefined : sentences.join(' '));
  return {
    path,
    outcome,
    ...(reference === undefined ? {} : { reference }),
    ...(published === undefined ? {} : { version: published.version }),
    ...(reason === undefined ? {} : { reason }),
    ...(told === undefined ? {} : { message: told }),
  };
}
