import type { Diagnostic } from '../contracts/index.ts';

/** Every code that the parser may report, with how much it matters; `error`: not fit to be published as it stands. */
const DIAGNOSTIC_SEVERITY = {
  no_skill_file: 'error',
  skill_file_empty: 'error',
  skill_file_too_large: 'error',
  frontmatter_too_large: 'warning',
  skill_file_name: 'warning',
  several_skill_files: 'warning',
  not_utf8: 'warning',
  byte_order_mark: 'warning',
  nul_character: 'warning',
  hidden_characters: 'warning',
  leading_blank_lines: 'warning',
  no_frontmatter: 'warning',
  unclosed_frontmatter: 'warning',
  nul_in_frontmatter: 'warning',
  invalid_yaml: 'warning',
  name_missing: 'warning',
  name_invalid: 'warning',
  name_not_text: 'warning',
  name_differs_from_folder: 'info',
  description_missing: 'warning',
  description_not_text: 'warning',
  description_too_long: 'warning',
  version_completed: 'info',
  version_invalid: 'warning',
  category_rewritten: 'info',
  homepage_invalid: 'info',
  metadata_not_text: 'info',
  allowed_tools_list: 'info',
  compatibility_not_text: 'info',
  compatibility_too_long: 'info',
  package_invalid: 'warning',
  packages_cut: 'warning',
  package_manager_unknown: 'warning',
  capabilities_cut: 'warning',
} as const satisfies Record<string, Diagnostic['severity']>;

/** A code that the parser may report. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_SEVERITY;

/** Adds one finding; `repaired` says what the parser made of it. */
export type Report = (
  code: DiagnosticCode,
  message: string,
  place?: { line?: number | undefined; repaired?: string },
) => void;

/** Keeps the report of one parse, in the order of the findings. */
export function startReport(): { diagnostics: Diagnostic[]; report: Report } {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    report: (code, message, { line, repaired } = {}) => {
      diagnostics.push({
        code,
        severity: DIAGNOSTIC_SEVERITY[code],
        message,
        ...(line !== undefined && { line }),
        ...(repaired !== undefined && { repaired }),
      });
    },
  };
}
