import { ClientError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import { z } from 'zod';
import { DomainError } from '../../errors/domainError.ts';
import { notAllowed } from '../../errors/failures.ts';
import { errorWord, notBelieved, providerUnavailable, type Poll } from './signInProvider.ts';

/** How openid-client hands over what a provider says of itself when that is not what was expected. */
const OtherIssuer = z.object({
  cause: z.object({
    attribute: z.literal('issuer'),
    body: z.object({ issuer: z.url().regex(/^[\x21-\x7e]{1,200}$/) }),
  }),
});

/** What openid-client met before there was anything to believe: no connection, no time, another kind of page. */
const NO_ANSWER: readonly (string | undefined)[] = [
  undefined,
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
];

/** What a poll's failure means (RFC 8628, 3.5); throws what is no answer to it. */
export function pollOfError(name: string, error: unknown): Poll {
  if (error instanceof ResponseBodyError) {
    if (error.error === 'authorization_pending') return { status: 'pending' };
    if (error.error === 'slow_down') return { status: 'slow_down' };
    if (error.error === 'access_denied') return { status: 'denied' };
    // A code that was used, or that the provider has forgotten, is an invalid grant.
    if (['expired_token', 'invalid_grant'].includes(error.error)) return { status: 'expired' };
  }
  throw explainOpenIdError(name, error);
}

/** Says what went wrong with the provider: it is not there, refuses this server, or is not to be believed. */
export function explainOpenIdError(name: string, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const refusal = refusalOf(error);
  if (refusal !== undefined) {
    return providerUnavailable(
      name,
      `it refuses this marketplace (${errorWord(refusal)}), so check its client, the secret, and that the device flow is allowed for it`,
      error,
    );
  }
  if (error instanceof ClientError && !NO_ANSWER.includes(error.code)) {
    // What the library says is about the form, and repeats nothing of the answer.
    return notBelieved(name, error.cause instanceof Error ? error.cause.message : error.message);
  }
  return providerUnavailable(name, 'it does not answer as it should', error);
}

/** The provider at the address that was asked calls itself otherwise, so that no token of it would be believed. */
export function otherIssuer(name: string, asked: string, error: unknown): DomainError | undefined {
  const issuer = OtherIssuer.safeParse(error).data?.cause.body.issuer;
  if (issuer === undefined) return undefined;
  return notAllowed(
    `Nobody can sign in through ${name}: OIDC_ISSUER is ${asked}, and the provider there calls itself ${issuer}, so set OIDC_ISSUER to exactly that if it is the one that is meant.`,
  );
}

/** The provider's word for why it does not serve this client. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof ResponseBodyError) return error.error;
  if (!(error instanceof WWWAuthenticateChallengeError)) return undefined;
  return error.cause.map(({ parameters }) => parameters.error).find(Boolean) ?? 'invalid_client';
}
