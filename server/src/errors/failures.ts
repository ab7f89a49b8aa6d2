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

/** The version is installed as it came in. */
export function nothingRepaired(reference: string, version: string): DomainError {
  return new DomainError('not_found', `Nothing was repaired in ${reference} ${version}.`);
}

/** The skill exists and has no version that may be installed. */
export function nothingInstallable(reference: string): DomainError {
  return new DomainError('not_allowed', `${reference} has no version that may be installed.`);
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

/** The caller has not rated that skill. */
export function ratingNotFound(reference: string): DomainError {
  return new DomainError('not_found', `You have not rated ${reference}.`);
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
