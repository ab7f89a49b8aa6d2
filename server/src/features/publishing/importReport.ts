/** What became of one SKILL.md. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';

/** One SKILL.md in the report of an import. */
export interface ImportedSkill {
  /** Folder of the skill below the imported root; `.` for the root itself. */
  path: string;
  reference?: string;
  version?: string;
  outcome: Outcome;
  /** Why it was skipped or failed, in a word: `part_of`, `duplicate_identity`, `link`, `unsafe_archive`, `too_large`, … */
  reason?: string;
  /** Why, in sentences; for one that came in, what was repaired and how. */
  message?: string;
}

/** The report of an import; `found` is the sum of the five outcomes. */
export interface ImportReport extends Record<Outcome, number> {
  found: number;
  /** Number of diagnostics by code, over all skills. */
  diagnostics: Record<string, number>;
  skills: ImportedSkill[];
}

/** A report that nothing was found for yet. */
export function emptyReport(): ImportReport {
  return {
    found: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    diagnostics: {},
    skills: [],
  };
}

/** Adds one skill and its diagnostics to the counts. */
export function addToReport(
  report: ImportReport,
  skill: ImportedSkill,
  codes: readonly string[] = [],
): void {
  report.found += 1;
  report[skill.outcome] += 1;
  report.skills.push(skill);
  for (const code of codes) report.diagnostics[code] = (report.diagnostics[code] ?? 0) + 1;
}
