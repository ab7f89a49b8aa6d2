import type { SignInMethod } from '@skill-marketplace/shared/contracts';
import { DomainError } from '../../errors/domainError.ts';
import { notAllowed } from '../../errors/failures.ts';

/** What a provider gives at the beginning of the device flow (RFC 8628, 3.2). */
export interface DeviceGrant {
  /** What the person's approval is asked for with; it never leaves the server. */
  deviceCode: string;
  userCode: string;
  verificationUri: string;
  verificationUriComplete?: string | undefined;
  intervalSeconds: number;
  expiresInSeconds: number;
}

/** Who has signed in, as a provider vouches for. */
export interface SignedInPerson {
  /** With `subject`, who it is for ever: names and addresses change hands. */
  issuer: string;
  subject: string;
  /** What the account may be called, the best first. */
  names: readonly (string | undefined)[];
  /** Roles that the provider decides about, and how. */
  roles: { admin?: boolean; reviewer?: boolean };
  /** Hex that is the same whenever the same proof is shown again; left out where a proof cannot be. */
  proof?: string;
}

/** What became of an attempt. */
export type Poll =
  | { status: 'pending' }
  | { status: 'denied' }
  | { status: 'expired' }
  /** The provider names the interval, or leaves it to be five seconds more. */
  | { status: 'slow_down'; intervalSeconds?: number | undefined }
  | { status: 'done'; person: SignedInPerson };

/** Where people sign in with the device flow. */
export interface SignInProvider {
  readonly method: SignInMethod;
  /** Rejects with a sentence when it is known already that nobody can sign in. */
  check(): Promise<void>;
  start(): Promise<DeviceGrant>;
  /** Asks once. `not_allowed` when the answer is not to be believed, or the person may not come in. */
  poll(deviceCode: string, startedAt: Date): Promise<Poll>;
}

/** How long a provider may take for one answer, in milliseconds: a sign-in takes three, and editors wait 15 s. */
export const PROVIDER_TIMEOUT_MS = 4_500;

/** How a device code is exchanged (RFC 8628, 3.4). */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** The interval where a provider names none (RFC 8628, 3.5). */
export const USUAL_INTERVAL_SECONDS = 5;

/** The provider did not answer, or refuses this server; the same again may work later. */
export function providerUnavailable(name: string, why: string, cause?: unknown): DomainError {
  return new DomainError('upstream_unavailable', `Nobody can sign in through ${name}: ${why}.`, {
    cause,
  });
}

/** What the provider sent cannot be believed. */
export function notBelieved(name: string, why: string): DomainError {
  return notAllowed(
    `What ${name} answered was not accepted (${why}), so nobody was signed in: start again, or tell the admin of this marketplace.`,
  );
}

/** A provider's error code, where it is one of the protocol's and no text of its own. */
export function errorWord(code: string): string {
  return /^[a-z_]{1,60}$/.test(code) ? code : 'an unknown error';
}
