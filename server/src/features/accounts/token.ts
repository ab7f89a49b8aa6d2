import { createHash, randomBytes } from 'node:crypto';

/** The unit of a token's life, in milliseconds. */
export const DAY_MS = 86_400_000;

/** So that secret scanners find a leaked token. */
const PREFIX = 'skm_';

/** Makes a token of 256 random bits. */
export function newToken(): string {
  return `${PREFIX}${randomBytes(32).toString('base64url')}`;
}

/**
 * Hex of a token's sha256: all that is stored. A plain hash will do, since the token itself is random;
 * looking the hash up takes a time that says nothing about the token.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The token of an `Authorization` header; `undefined` when there is none of the bearer scheme. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(header ?? '')?.[1];
}
