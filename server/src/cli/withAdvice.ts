import type { Reason } from '@skill-marketplace/shared/contracts';
import { DomainError } from '../errors/domainError.ts';
import { StartupFailure } from '../errors/startupFailure.ts';

/** Adds to a failure of one of these reasons what somebody at this command line can do about it. */
export async function withAdvice<T>(
  work: Promise<T>,
  advice: Partial<Record<Reason, string>>,
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const sentence = error instanceof DomainError ? advice[error.reason] : undefined;
    if (!(error instanceof DomainError) || sentence === undefined) throw error;
    throw new StartupFailure(`${error.message} ${sentence}`, { cause: error });
  }
}
