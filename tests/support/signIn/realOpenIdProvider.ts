import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { servePages } from './loopbackPages.ts';
import { PageVisitor } from './pageVisitor.ts';

/** The client that the marketplace is at the provider. */
export const CLIENT = { clientId: 'marketplace', clientSecret: 'the secret of the marketplace' };

const SUCCESS = 'The device is signed in.';

/** What the provider knows of a person, beside who it is. */
export type PersonClaims = Record<string, string | string[]>;

/** A real OpenID Connect provider in this process, with its people. */
export interface RealOpenIdProvider extends AsyncDisposable {
  issuer: string;
  /** By subject; may be changed at any time. */
  people: Map<string, PersonClaims>;
  /** Does at the provider what the person of that subject does with a user code. */
  approve(userCode: string, subject: string): Promise<void>;
  /** The same, and says no. */
  deny(userCode: string): Promise<void>;
}

/** Starts oidc-provider with the device flow; claims stand in the answer about the person, as is its default. */
export async function startOpenIdProvider(
  overrides: Configuration['features'] = {},
): Promise<RealOpenIdProvider> {
  const people = new Map<string, PersonClaims>();
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'real' };
  let whoIsThere = '';
  const pages = await servePages((issuer) => {
    const provider = new Provider(issuer, {
      jwks: { keys: [key] },
      cookies: { keys: ['a key for cookies'] },
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      claims: {
        // As most providers have it: no two ID tokens are the same, those of one second neither.
        openid: ['sub', 'jti'],
        profile: ['preferred_username', 'name'],
        email: ['email'],
        groups: ['groups'],
      },
      features: {
        deviceFlow: {
          enabled: true,
          // Forms alone: what surrounds them is for people.
          userCodeInputSource: async (context, form) => void (context.body = form),
          userCodeConfirmSource: async (context, form) => void (context.body = form),
          successSource: async (context) => void (context.body = SUCCESS),
        },
        devInteractions: { enabled: false },
        userinfo: { enabled: true },
        ...overrides,
      },
      ttl: {
        AccessToken: 600,
        DeviceCode: 600,
        IdToken: 600,
        Grant: 600,
        Interaction: 600,
        Session: 600,
      },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: async () => ({ sub, jti: randomUUID(), ...people.get(sub) }),
      }),
    });
    const answer = provider.callback();
    return (request, response) => {
      if (request.url?.startsWith('/interaction/') !== true) {
        void answer(request, response);
        return;
      }
      void (async () => {
        const { params } = await provider.interactionDetails(request, response);
        const grant = new provider.Grant({ accountId: whoIsThere, clientId: CLIENT.clientId });
        grant.addOIDCScope(String(params['scope']));
        const result = {
          login: { accountId: whoIsThere },
          consent: { grantId: await grant.save() },
        };
        await provider.interactionFinished(request, response, result);
      })();
    };
  });
  const { origin: issuer } = pages;

  /** Enters the code, up to the page that asks whether it is meant. */
  async function enter(userCode: string) {
    const visitor = new PageVisitor();
    const entry = await visitor.open(`${issuer}/device`);
    return { visitor, page: await visitor.submit(entry, { user_code: userCode }) };
  }

  return {
    issuer,
    people,
    async approve(userCode, subject) {
      whoIsThere = subject;
      const { visitor, page } = await enter(userCode);
      const { text } = await visitor.submit(page, { confirm: 'yes' });
      if (!text.includes(SUCCESS)) throw new Error(`no success: ${text}`);
    },
    async deny(userCode) {
      const { visitor, page } = await enter(userCode);
      await visitor.submit(page, { abort: 'yes' });
    },
    [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose](),
  };
}
