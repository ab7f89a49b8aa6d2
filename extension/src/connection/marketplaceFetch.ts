import { EditorFailure } from '../failures/editorFailure.ts';

/** Longest time to wait for an answer. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** What `fetch` is given here. */
export interface MarketplaceRequest extends RequestInit {
  /** Which content the answer must have; anything else is not a marketplace's. */
  expects: 'json' | 'zip';
  timeoutMs?: number;
}

/**
 * Fetches from a marketplace: with a deadline, following no redirect (a token goes to one origin
 * only), and naming what is wrong.
 *
 * @throws EditorFailure `no_answer`, `too_slow`, `not_a_marketplace`; the abort of the given signal
 */
export async function marketplaceFetch(
  url: string | URL,
  { expects, timeoutMs = REQUEST_TIMEOUT_MS, ...init }: MarketplaceRequest,
): Promise<Response> {
  const { origin } = new URL(url);
  const deadline = AbortSignal.timeout(timeoutMs);
  const signals = [deadline, ...(init.signal ? [init.signal] : [])];
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) });
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause;
    throw new EditorFailure(deadline.aborted ? 'too_slow' : 'no_answer', { url: origin, cause });
  }
  const type = response.headers.get('content-type') ?? '';
  // Failures come as JSON whatever was asked for.
  if (type.includes('json') || type.includes(expects)) return response;
  throw new EditorFailure('not_a_marketplace', { url: origin });
}
