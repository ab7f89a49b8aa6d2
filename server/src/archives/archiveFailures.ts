import { DomainError } from '../errors/domainError.ts';

/** The archive as a whole breaks a rule; `rule` is a clause that follows "The archive was refused:". */
export function unsafeArchive(rule: string, cause?: unknown): DomainError {
  return new DomainError('unsafe_archive', `The archive was refused: ${rule}.`, { cause });
}

/** One entry breaks a rule, so nothing of the archive is taken; `label` comes from `entryLabel`. */
export function unsafeEntry(label: string, rule: string, cause?: unknown): DomainError {
  return new DomainError(
    'unsafe_archive',
    `The archive was refused for its entry ${label}: ${rule}.`,
    { cause },
  );
}

/** An honest archive is over a limit; `what` says how much of what there is. */
export function archiveTooLarge(what: string, limit: number): DomainError {
  return new DomainError('too_large', `${what}; ${inDigits(limit)} is the limit.`);
}

/** A number as people read it, the same in every locale. */
export function inDigits(value: number): string {
  return value.toLocaleString('en-US');
}
