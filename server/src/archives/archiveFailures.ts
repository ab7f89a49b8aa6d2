import { DomainError } from '../errors/domainError.ts';
import { inDigits } from '../errors/inDigits.ts';

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

/** The archive is honest and over a limit; `what` says how much of what there is. */
export function archiveTooLarge(what: string, limit: number): DomainError {
  return new DomainError('too_large', `${what}; ${inDigits(limit)} is the limit.`);
}

/** Reading the archive takes more seconds than it may, which no honest one needs. */
export function archiveTookTooLong(seconds: number): DomainError {
  return unsafeArchive(`reading it took longer than ${inDigits(seconds)} seconds`);
}
