import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { servePages } from './loopbackPages.ts';

/** The client that the marketplace is at the provider. */
export const FORGED_CLIENT = {
  clientId: 'marketplace',
  clientSecret: 'a secret of 32 characters, or more',
};

/** What an ID token is made of; `now` is in seconds since 1970. */
export interface Forge {
  issuer: string;
  now: number;
  /** Claims that nothing is wrong with. */
  claims: JWTPayload;
  /** Signs with the provider's published key. */
  sign: (claims: JWTPayload, kid?: string) => Promise<string>;
  /** Signs with another key, under the published one's id. */
  signWithOther: (claims: JWTPayload) => Promise<string>;
  /** Signs with what both sides know. */
  signWithSecret: (claims: JWTPayload) => Promise<string>;
  unsigned: (claims: JWTPayload) => string;
}

/** What the token endpoint answers; without an ID token it is plain OAuth. */
export type ForgedAnswer = (forge: Forge) => Promise<string | undefined> | string | undefined;

/** What discovery says beside, or instead of, what is right. */
export type DiscoveryOverrides = Record<string, unknown>;

/** A provider that speaks the protocol and answers whatever a test wants. */
export interface ForgingProvider extends AsyncDisposable {
  issuer: string;
  /** What the next polls answer: an ID token by default. */
  answer: ForgedAnswer;
  /** An error of the token endpoint in place of an answer, as `authorization_pending`. */
  error: string | undefined;
  /** How often the token endpoint was asked. */
  polls: number;
  discovery: DiscoveryOverrides;
  /** The page that the person is sent to; one of this server by default. */
  page: string | undefined;
  /** What `/userinfo` says, once discovery names that. */
  userInfo: Record<string, unknown>;
}

/** Starts one that approves every device code at once, for somebody called Mallory. */
export async function startForgingProvider(): Promise<ForgingProvider> {
  const [known, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const published = {
    ...(await exportJWK(known.publicKey)),
    kid: 'known',
    alg: 'RS256',
    use: 'sig',
  };
  const signedBy = (key: CryptoKey, kid: string, claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  const state: Omit<ForgingProvider, 'issuer' | typeof Symbol.asyncDispose> = {
    answer: ({ sign, claims }) => sign(claims),
    error: undefined,
    polls: 0,
    discovery: {},
    page: undefined,
    userInfo: {},
  };

  const tokenAnswer = async (issuer: string): Promise<[number, object]> => {
    state.polls += 1;
    if (state.error !== undefined) return [400, { error: state.error }];
    const now = Math.floor(Date.now() / 1000);
    const { clientId: aud, clientSecret } = FORGED_CLIENT;
    const idToken = await state.answer({
      issuer,
      now,
      claims: { iss: issuer, sub: 'mallory', aud, iat: now, exp: now + 600, name: 'Mallory' },
      sign: (claims, kid = 'known') => signedBy(known.privateKey, kid, claims),
      signWithOther: (claims) => signedBy(other.privateKey, 'known', claims),
      signWithSecret: (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(clientSecret)),
      unsigned: (claims) => new UnsecuredJWT(claims).encode(),
    });
    const id = idToken === undefined ? {} : { id_token: idToken };
    return [200, { access_token: 'at', token_type: 'Bearer', ...id }];
  };

  const pages = await servePages((origin) => (request, response) => {
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    request.resume();
    if (request.url === '/.well-known/openid-configuration') {
      send(200, {
        issuer: origin,
        jwks_uri: `${origin}/jwks`,
        token_endpoint: `${origin}/token`,
        device_authorization_endpoint: `${origin}/device`,
        ...state.discovery,
      });
    } else if (request.url === '/userinfo') {
      send(200, state.userInfo);
    } else if (request.url === '/jwks') {
      send(200, { keys: [published] });
    } else if (request.url === '/device') {
      send(200, {
        device_code: 'the device code',
        user_code: 'WDJB-MJHT',
        verification_uri: state.page ?? `${origin}/enter`,
        expires_in: 600,
        interval: 1,
      });
    } else if (request.url === '/token') {
      void tokenAnswer(origin).then(([status, body]) => send(status, body));
    } else {
      send(404, {});
    }
  });
  return Object.assign(state, {
    issuer: pages.origin,
    [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose](),
  });
}
