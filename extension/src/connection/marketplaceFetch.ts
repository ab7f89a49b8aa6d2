import { EditorFailure } from '../failures/editorFailure.ts';
import { watchedBody } from './watchedBody.ts';
import type { TokenSource } from './tokenSource.ts';

/** Longest time to wait for an answer to begin. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** Longest pause within an answer; the whole of it may take as long as it needs. */
export const IDLE_TIMEOUT_MS = 15_000;

/** What `fetch` is given here. */
export interface MarketplaceRequest extends RequestInit {
  /** Which content the answer must have; anything else is not a marketplace's. */
  expects: 'json' | 'zip';
  /** Gives the bearer token; when it fails, nothing is sent. */
  token?: TokenSource;
  timeoutMs?: number;
  idleMs?: number;
}

/**
 * Fetches from a marketplace: with a deadline, following no redirect (a token goes to one origin
 * only), and naming what is wrong. The body of the answer fails in the same words.
 *
 * @throws EditorFailure `no_answer`, `too_slow`, `not_a_marketplace`; the abort of the given signal;
 *   what the token's source throws
 */
export async function marketplaceFetch(
  url: string | URL,
  request: MarketplaceRequest,
): Promise<Response> {
  const { token, ...rest } = request;
  if (token === undefined) return ask(url, rest, () => undefined);
  const headers = new Headers(rest.headers);
  headers.set('authorization', `Bearer ${await token.get()}`);
  return ask(url, { ...rest, headers }, (status) => token.failed(status));
}

async function ask(
  url: string | URL,
  {
    expects,
    timeoutMs = REQUEST_TIMEOUT_MS,
    idleMs = IDLE_TIMEOUT_MS,
    ...init
  }: Omit<MarketplaceRequest, 'token'>,
  failed: (status?: number) => void,
): Promise<Response> {
  const { origin } = new URL(url);
  const deadline = new AbortController();
  // Not AbortSignal.timeout: that one would go on to run while the body comes.
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const signals = [deadline.signal, ...(init.signal ? [init.signal] : [])];
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
  } catch (cause) {
    failed();
    if (init.signal?.aborted === true) throw cause;
    const reason = deadline.signal.aborted ? 'too_slow' : 'no_answer';
    throw new EditorFailure(reason, { url: origin, cause });
  } finally {
    clearTimeout(timer);
  }
  if (response.status !== 200) failed(response.status);
  const type = response.headers.get('content-type') ?? '';
  // Failures come as JSON whatever was asked for.
  if (!type.includes('json') && !type.includes(expects)) {
    failed(response.status);
    await response.body?.cancel();
    throw new EditorFailure('not_a_marketplace', { url: origin });
  }
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  const body = watchedBody(response.body, { origin, idleMs, signal: init.signal, failed });
  return new Response(body, { status, statusText, headers });
}
