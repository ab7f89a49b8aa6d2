import type { Logger } from 'pino';
import { StartupFailure } from './errors/startupFailure.ts';
import { DomainError } from './errors/domainError.ts';

/**
 * Ends the process over an error, with code 1: what a person can act on is one sentence on stderr, a bug is
 * one sentence too, and the rest goes to the log where there is one.
 */
export function exitWith(error: unknown, logger?: Logger): never {
  if (error instanceof StartupFailure || error instanceof DomainError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    logger?.fatal({ err: error }, 'ended unexpectedly');
    // Not the message: a database's holds its statement, with people's text.
    const summary = error instanceof Error ? error.name : typeof error;
    process.stderr.write(
      `Skill Marketplace failed unexpectedly (${summary}). Please report this.\n`,
    );
  }
  process.exit(1);
}
