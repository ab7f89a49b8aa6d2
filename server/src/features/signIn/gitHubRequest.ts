import { PROVIDER_TIMEOUT_MS, providerUnavailable } from './signInProvider.ts';

/** What GitHub answered; `undefined` for a body that is no JSON. */
export interface GitHubAnswer {
  status: number;
  body: unknown;
}

/** What GitHub is asked. */
interface GitHubRequest {
  method: 'GET' | 'POST' | 'DELETE';
  authorization?: string;
  body?: Record<string, string>;
}

/** Asks GitHub, following no redirect; `upstream_unavailable` when there is no answer in time, or it is down. */
export async function askGitHub(
  name: string,
  url: string,
  { method, authorization, body }: GitHubRequest,
): Promise<GitHubAnswer> {
  const unavailable = (cause?: unknown) =>
    providerUnavailable(name, 'it does not answer as it should', cause);
  let answer: GitHubAnswer;
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        'user-agent': 'skill-marketplace',
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    answer = { status: response.status, body: parsed(await response.text()) };
  } catch (cause) {
    throw unavailable(cause);
  }
  if (answer.status >= 500) throw unavailable();
  return answer;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
