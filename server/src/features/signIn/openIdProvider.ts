import { createHash } from 'node:crypto';
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  genericGrantRequest,
  initiateDeviceAuthorization,
  None,
  type ClientAuth,
  type Configuration,
  type CustomFetch,
  type IDToken,
} from 'openid-client';
import { notAllowed } from '../../errors/failures.ts';
import { holdsClaim } from './claimRule.ts';
import { explainOpenIdError, otherIssuer, pollOfError } from './openIdErrors.ts';
import { isPrivateWay } from './providerAddress.ts';
import type { OpenIdConfig } from './signInConfig.ts';
import {
  DEVICE_CODE_GRANT,
  notBelieved,
  PROVIDER_TIMEOUT_MS,
  providerUnavailable,
  USUAL_INTERVAL_SECONDS,
  type DeviceGrant,
  type Poll,
  type SignedInPerson,
  type SignInProvider,
} from './signInProvider.ts';

/** How long what the provider says of itself is believed; its keys are asked for anew much sooner. */
const DISCOVERY_MS = 3_600_000;

/** How far the clocks of the provider and of this server may be apart. */
const CLOCK_SECONDS = 300;

/** OpenID Connect Core, 2: at most 255 characters. */
const SUBJECT = /^[^\p{C}]{1,255}$/u;

/** Signatures that only the provider can make: none with a shared secret, and never `none`. */
const ALGORITHMS = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** An OpenID Connect provider, discovered by its URL. Beside its errors, the only file that knows openid-client. */
export class OpenIdProvider implements SignInProvider {
  readonly method;
  readonly #config: OpenIdConfig;
  #discovered: { at: number; configuration: Promise<Configuration> } | undefined;

  constructor(config: OpenIdConfig) {
    this.#config = config;
    this.method = { id: 'oidc' as const, name: new URL(config.issuer).host };
  }

  async check(): Promise<void> {
    const configuration = await this.#discover();
    if (configuration.serverMetadata().device_authorization_endpoint !== undefined) return;
    const why = 'it does not offer the device flow, so enable that there';
    throw providerUnavailable(this.method.name, why);
  }

  async start(): Promise<DeviceGrant> {
    const { name } = this.method;
    await this.check();
    const configuration = await this.#discover();
    const answer = await initiateDeviceAuthorization(configuration, {
      scope: this.#config.scopes,
    }).catch((error: unknown) => {
      throw explainOpenIdError(name, error);
    });
    return {
      deviceCode: answer.device_code,
      userCode: answer.user_code,
      verificationUri: answer.verification_uri,
      verificationUriComplete: answer.verification_uri_complete,
      intervalSeconds: answer.interval ?? USUAL_INTERVAL_SECONDS,
      expiresInSeconds: answer.expires_in,
    };
  }

  async poll(deviceCode: string, startedAt: Date): Promise<Poll> {
    const configuration = await this.#discover();
    try {
      const answer = await genericGrantRequest(configuration, DEVICE_CODE_GRANT, {
        device_code: deviceCode,
      });
      const claims = answer.claims();
      if (claims === undefined || answer.id_token === undefined) {
        throw notBelieved(this.method.name, 'there was no ID token');
      }
      this.#requireFresh(claims, startedAt);
      if (!SUBJECT.test(claims.sub)) throw notBelieved(this.method.name, 'its "sub" is no name');
      const proof = this.#proofOf(answer.id_token);
      // Groups often stand in the answer about the person only; what is signed counts more.
      const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
      const more = hasMore
        ? await fetchUserInfo(configuration, answer.access_token, claims.sub)
        : {};
      return { status: 'done', person: this.#personOf({ ...more, ...claims }, proof) };
    } catch (error) {
      return pollOfError(this.method.name, error);
    }
  }

  /** Who it is; `not_allowed` for somebody who may not come in. */
  #personOf(claims: IDToken, proof: string): SignedInPerson {
    const { requiredClaim: required, roleClaims } = this.#config;
    if (required !== undefined && !holdsClaim(claims, required)) {
      throw notAllowed(
        `Your account at ${this.method.name} may not use this marketplace: it needs ${required.claim}=${required.value}. Ask your admin for it.`,
      );
    }
    const { preferred_username: userName, name, email } = claims;
    const { admin, reviewer } = roleClaims;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      names: [userName, name, email].map((text) => (typeof text === 'string' ? text : undefined)),
      roles: {
        ...(admin !== undefined && { admin: holdsClaim(claims, admin) }),
        ...(reviewer !== undefined && { reviewer: holdsClaim(claims, reviewer) }),
      },
      proof,
    };
  }

  /** One that was issued before the person was asked is an old one, shown again. */
  #requireFresh({ iat }: IDToken, startedAt: Date): void {
    const now = Date.now() / 1000;
    if (iat > now + CLOCK_SECONDS) {
      throw notBelieved(this.method.name, 'its ID token is from the future');
    }
    if (iat < startedAt.getTime() / 1000 - CLOCK_SECONDS) {
      throw notBelieved(this.method.name, 'its ID token is older than this sign-in');
    }
  }

  /** Of what is signed, since some signatures can be written in several ways. */
  #proofOf(idToken: string): string {
    const [header = '', payload = ''] = idToken.split('.');
    const { alg }: { alg?: unknown } = JSON.parse(Buffer.from(header, 'base64url').toString());
    if (typeof alg !== 'string' || !ALGORITHMS.test(alg)) {
      throw notBelieved(this.method.name, 'its ID token is signed in a way that proves nothing');
    }
    return createHash('sha256').update(`${header}.${payload}`).digest('hex');
  }

  #discover(): Promise<Configuration> {
    const now = Date.now();
    if (this.#discovered === undefined || now > this.#discovered.at + DISCOVERY_MS) {
      const configuration = this.#ask();
      this.#discovered = { at: now, configuration };
      configuration.catch(() => {
        // The next one asks again.
        if (this.#discovered?.configuration === configuration) this.#discovered = undefined;
      });
    }
    return this.#discovered.configuration;
  }

  async #ask(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#config;
    const server = new URL(issuer);
    const isHttp = server.protocol === 'http:';
    try {
      return await discovery(server, clientId, undefined, authenticationBy(clientSecret), {
        timeout: PROVIDER_TIMEOUT_MS / 1000,
        [customFetch]: guardedFetch,
        // The signature is checked even where TLS alone would do (OpenID Connect Core, 3.1.3.7).
        execute: [enableNonRepudiationChecks, ...(isHttp ? [allowInsecureRequests] : [])],
      });
    } catch (error) {
      const { name } = this.method;
      throw otherIssuer(name, issuer, error) ?? explainOpenIdError(name, error);
    }
  }
}

/** As the provider wants it; `client_secret_basic` where it does not say (OpenID Connect Discovery, 3). */
function authenticationBy(secret: string | undefined): ClientAuth {
  if (secret === undefined) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: methods = ['client_secret_basic'] } = server;
    (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** A provider on this machine may be asked by http; what it names elsewhere may not. */
const guardedFetch: CustomFetch = async (url, { body, signal, ...options }) => {
  if (!isPrivateWay(new URL(url))) throw new TypeError(`${url} is not asked without TLS`);
  // A copy of bytes is known not to be shared with another thread, which fetch asks for.
  const sent = body instanceof Uint8Array ? new Uint8Array(body) : (body ?? null);
  return fetch(url, { ...options, body: sent, signal: signal ?? null });
};
