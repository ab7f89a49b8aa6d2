import { DomainError } from './domainError.ts';

/** No skill of that id that the caller may see. */
export function skillNotFound(id: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no skill ${id} here. Search for it, or check the spelling.`,
  );
}

/** The skill has no such version that the caller may see. */
export function versionNotFound(reference: string, version: string): DomainError {
  return new DomainError('not_found', `${reference} has no version ${version}.`);
}

/** No version of the skill is to be decided about. */
export function nothingWaits(reference: string): DomainError {
  return new DomainError('not_found', `${reference} has no version that waits for review.`);
}

/** There is no block to lift. */
export function notBlocked(what: string): DomainError {
  return new DomainError('not_found', `${what} is not blocked.`);
}

/** The caller brought in what the rules of the house let another person decide about. */
export function twoPeopleNeeded(what: string): DomainError {
  return new DomainError(
    'not_allowed',
    `You brought in ${what}, and here two people look at a version: ask another reviewer.`,
  );
}

/** The version is installed as it came in. */
export function nothingRepaired(reference: string, version: string): DomainError {
  return new DomainError('not_found', `Nothing was repaired in ${reference} ${version}.`);
}

/** The skill exists and has no version that may be installed; `why` is for those who may know it. */
export function nothingInstallable(reference: string, why?: string): DomainError {
  const because = why === undefined ? '' : `: ${why}`;
  return new DomainError(
    'not_allowed',
    `${reference} has no version that may be installed${because}.`,
  );
}

/** The version may not be installed by those who do not have it yet. */
export function notInstallable(reference: string, version: string, why: string): DomainError {
  return new DomainError('not_allowed', `${reference} ${version} cannot be installed: ${why}.`);
}

/** A number that is taken, and those that are free. */
export interface TakenVersion {
  version: string;
  /** The next number that nobody holds. */
  free: string;
  /** The highest number above that, where there is one, and the next after it. */
  newest: { version: string; free: string } | undefined;
}

/** Other bytes hold that number already, and it never gets new ones. */
export function versionExists(
  reference: string,
  { version, free, newest }: TakenVersion,
): DomainError {
  const choice =
    newest === undefined
      ? `${free} or higher`
      : `${free}, or above the newest, ${newest.version}, as ${newest.free}`;
  return new DomainError(
    'version_exists',
    `${reference} ${version} exists with other files, and a version never changes: publish them as ${choice}.`,
  );
}

/** The caller may not publish under that name. */
export function notYourPublisher(publisher: string): DomainError {
  return new DomainError(
    'not_allowed',
    `You are no member of the publisher ${publisher}: ask an admin to add you, or choose one of your own.`,
  );
}

/** No install of the caller's has that id. */
export function installNotFound(installId: string): DomainError {
  return new DomainError('not_found', `You have no install ${installId}.`);
}

/** The account has no agent of that id. */
export function agentNotFound(id: string): DomainError {
  return new DomainError('not_found', `There is no agent ${id}: register it first.`);
}

/** The caller has not rated that skill. */
export function ratingNotFound(reference: string): DomainError {
  return new DomainError('not_found', `You have not rated ${reference}.`);
}

/** No rating of that id that the caller may see. */
export function ratingMissing(): DomainError {
  return new DomainError('not_found', 'There is no such rating here: it may have been removed.');
}

/** The author has not appealed, or reviewers have answered. */
export function noAppealWaits(): DomainError {
  return new DomainError('not_found', 'No appeal for this rating waits for an answer.');
}

/** No publisher of that name. */
export function publisherNotFound(publisher: string): DomainError {
  return new DomainError('not_found', `There is no publisher ${publisher}: check the spelling.`);
}

/** The caller is a member of the skill's publisher. */
export function notYourOwnSkill(publisher: string): DomainError {
  return new DomainError(
    'not_allowed',
    `You are a member of the publisher ${publisher}, and nobody rates the skills of their own publisher.`,
  );
}

/** The caller has no such token. */
export function tokenNotFound(id: string): DomainError {
  return new DomainError(
    'not_found',
    `You have no token ${id}: list your tokens to see their ids.`,
  );
}

/** Nobody of that name has an account. */
export function userNotFound(name: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no user ${name}: check the name, or make the account first.`,
  );
}

/** The sign-in has ended, or nobody began it. */
export function signInOver(): DomainError {
  return new DomainError('not_found', 'This sign-in is over, or took too long: start again.');
}

/** The caller has done too much of something for now. */
export function rateLimited(what: string, retryAfterSeconds: number): DomainError {
  const seconds = retryAfterSeconds === 1 ? '1 second' : `${retryAfterSeconds} seconds`;
  return new DomainError('rate_limited', `Too many ${what}: try again in ${seconds}.`, {
    retryAfterSeconds,
  });
}

/** The call needs an account. */
export function signedOut(message = 'Sign in first: this needs an account.'): DomainError {
  return new DomainError('signed_out', message);
}

/** The account, or the token's scopes, do not allow the call. */
export function notAllowed(message: string): DomainError {
  return new DomainError('not_allowed', message);
}

/** One field of the input makes no sense. */
export function invalidInput(field: string, message: string): DomainError {
  return new DomainError('invalid_input', message, { field });
}

/** No bundle of that digest that the caller may read. */
export function bundleNotFound(): DomainError {
  return new DomainError('not_found', 'There is no such bundle here.');
}

/** Nothing answers at that path. */
export function pathNotFound(path: string): DomainError {
  return new DomainError('not_found', `There is nothing at ${path}.`);
}

/** The request itself makes no sense, whatever it asks for. */
export function badRequest(message: string): DomainError {
  return new DomainError('invalid_input', message);
}

/** The search would take longer than anybody waits. */
export function searchTimedOut(): DomainError {
  return new DomainError(
    'timed_out',
    'This search took too long: use rarer words, or filters beside them.',
  );
}
