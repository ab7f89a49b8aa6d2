import { createTRPCClient, httpBatchLink, TRPCClientError } from '@trpc/client';
import type { getFetch, TRPCClient } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../../server/src/router.ts';
import { ErrorData, Reason } from '../contracts/index.ts';
import { wireFormat } from '../wire/index.ts';

/** A client with the types of every procedure, end to end. */
export type MarketplaceClient = TRPCClient<AppRouter>;
/** What each procedure takes. */
export type MarketplaceInputs = inferRouterInputs<AppRouter>;
/** What each procedure answers. */
export type MarketplaceOutputs = inferRouterOutputs<AppRouter>;

/** How to reach a marketplace. */
export interface MarketplaceClientOptions {
  /** The server's origin, for example `http://127.0.0.1:4820`. */
  url: string;
  /** A bearer token, or a function that gives the current one; without it the client reads as anonymous. */
  token?: string | (() => string | undefined);
  /** Replaces the global `fetch`. */
  fetch?: ReturnType<typeof getFetch>;
}

/** A newer server may know reasons that this client does not: to it they are unexpected. */
const TolerantErrorData = ErrorData.extend({ reason: Reason.catch('unexpected') });

/** The most calls that travel in one request (the server refuses more). */
const MAX_BATCH = 10;

/**
 * Makes a typed client of one marketplace.
 *
 * @example
 * const marketplace = createMarketplaceClient({ url: 'http://127.0.0.1:4820' });
 * const { items } = await marketplace.skills.search.query({ query: 'pdf' });
 */
export function createMarketplaceClient(options: MarketplaceClientOptions): MarketplaceClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: new URL('/trpc', options.url).href,
        transformer: wireFormat,
        maxItems: MAX_BATCH,
        // Without one, tRPC looks the global fetch up at each call (VS Code patches it after extensions load).
        ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
        headers: () => {
          const token = typeof options.token === 'function' ? options.token() : options.token;
          return token === undefined ? {} : { authorization: `Bearer ${token}` };
        },
      }),
    ],
  });
}

/**
 * The server's reason for a failed call; `undefined` when there was no answer of a marketplace
 * (no connection, a proxy's page, an abort).
 */
export function failureOf(error: unknown): (ErrorData & { message: string }) | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const data = TolerantErrorData.safeParse(error.data);
  return data.success ? { ...data.data, message: error.message } : undefined;
}
