import { StartupFailure } from './errors/startupFailure.ts';
import { DomainError } from './errors/domainError.ts';

/**
 * Ends the process over an error, with code 1: what a person can act on is one sentence on stderr, a bug is
 * one sentence too, and its stack goes to the log.
 */
export function exitWith(error: unknown): never {
  if (error instanceof StartupFailure || error instanceof DomainError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    const summary =
      error instanceof Error
        ? `${error.name}: ${error.message.split('\n')[0] ?? ''}`
        : String(error);
    process.stderr.write(
      `Skill Marketplace failed unexpectedly (${summary}). Please report this.\n`,
    );
  }
  process.exit(1);
}
