import type { PublishResult } from '@skill-marketplace/shared/contracts';
import { isDataRefused } from '../../database/refusal.ts';
import { DomainError } from '../../errors/domainError.ts';
import { unreadable } from './unreadable.ts';

/** What became of one SKILL.md. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed';

/** One SKILL.md of an import. */
export interface ImportedFile {
  /** Folder of the skill below the root; `.` for the root itself. */
  path: string;
  outcome: Outcome;
  reference?: string;
  /** Why it was skipped or failed, in a word and in a sentence. */
  reason?: string;
  message?: string;
  /** The version as it stands, for what came in or was there already. */
  published?: PublishResult;
  /** Codes of its diagnostics. */
  codes: string[];
}

/** One that did not come in. */
export function refused(
  path: string,
  outcome: 'skipped' | 'failed',
  reason: string,
  message: string,
  reference?: string,
): ImportedFile {
  return {
    path,
    outcome,
    reason,
    message,
    codes: [],
    ...(reference === undefined ? {} : { reference }),
  };
}

/** What is wrong with one skill is told; a bug or a database that is gone ends the import. */
export function failedOrThrow(path: string, caught: unknown): ImportedFile {
  const error = unreadable(path, caught);
  if (error instanceof DomainError) return refused(path, 'failed', error.reason, error.message);
  if (isDataRefused(error)) {
    const message = 'The database cannot hold one of its values.';
    return refused(path, 'failed', 'invalid_input', message);
  }
  throw error;
}

/** A folder as people see it: the root itself is `.`. */
export function shownFolder(folder: string): string {
  return folder === '' ? '.' : folder;
}
