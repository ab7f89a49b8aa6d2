import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import { ServerInfo } from '@skill-marketplace/shared/contracts';
import type { Feature } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { toFailure } from '../failures/failure.ts';
import { marketplaceFetch } from './marketplaceFetch.ts';
import { keptToken } from './tokenSource.ts';
import type { TokenSource } from './tokenSource.ts';

/** How one is known to the marketplace: not at all, by a token, or as the owner of a local one. */
export type AccountKind = 'none' | 'token' | 'local';

/** A marketplace that has answered, with the calls to it. */
export interface Marketplace {
  /** Its origin. */
  url: string;
  instanceId: string;
  name: string;
  account: AccountKind;
  client: MarketplaceClient;
  has(feature: Feature): boolean;
  /** Gets a path of this marketplace (`/bundles/…`), with the token where there is one. */
  get(path: string, signal?: AbortSignal): Promise<Response>;
}

/** A client of an origin; the token is sent nowhere else. */
export function clientOf(url: string, token?: string | TokenSource): MarketplaceClient {
  const source = typeof token === 'string' ? keptToken(token) : token;
  return createMarketplaceClient({
    url,
    fetch: (input, init) =>
      marketplaceFetch(typeof input === 'object' && 'url' in input ? input.url : input, {
        ...(init?.method === undefined ? {} : { method: init.method }),
        ...(init?.headers === undefined ? {} : { headers: init.headers }),
        ...(typeof init?.body === 'string' ? { body: init.body } : {}),
        ...(init?.signal instanceof AbortSignal ? { signal: init.signal } : {}),
        ...(source === undefined ? {} : { token: source }),
        expects: 'json',
      }),
  });
}

/**
 * Asks a server who it is.
 *
 * @throws EditorFailure `not_a_marketplace` when the answer is not that of `server.info`
 */
export async function askInfo(
  client: MarketplaceClient,
  url: string,
  nonce?: string,
  signal?: AbortSignal,
): Promise<ServerInfo> {
  const answer: unknown = await client.server.info
    .query(nonce === undefined ? {} : { nonce }, signal === undefined ? {} : { signal })
    .catch((cause: unknown) => {
      const failure = toFailure(cause);
      if (failure.from !== 'editor' || failure.reason !== 'not_a_marketplace') throw cause;
      throw new EditorFailure('not_a_marketplace', { url, cause });
    });
  const info = ServerInfo.loose().safeParse(withKnownFeatures(answer));
  if (!info.success) throw new EditorFailure('not_a_marketplace', { url });
  return info.data;
}

/** Puts together what is known of a marketplace. */
export function marketplaceOf(
  url: string,
  info: ServerInfo,
  account: AccountKind,
  token?: TokenSource,
): Marketplace {
  const features = new Set(info.features);
  return {
    url,
    instanceId: info.instanceId,
    name: info.name,
    account,
    client: clientOf(url, token),
    has: (feature) => features.has(feature),
    async get(path, signal) {
      const target = new URL(path, url);
      if (target.origin !== url) throw new EditorFailure('not_a_marketplace', { url });
      return marketplaceFetch(target, {
        expects: 'zip',
        ...(token === undefined ? {} : { token }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
}

/** A newer server has areas that this client does not know; they are no reason to refuse it. */
function withKnownFeatures(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('features' in answer)) return answer;
  if (!Array.isArray(answer.features)) return answer;
  const known = answer.features.filter((feature) => KNOWN_FEATURES.includes(feature));
  return { ...answer, features: known };
}

const KNOWN_FEATURES: readonly unknown[] = ServerInfo.shape.features.element.options;
