import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { servePages } from './loopbackPages.ts';

/** The app that the marketplace is at this GitHub. */
export const GITHUB_APP = { clientId: 'Iv1.marketplace', clientSecret: 'the secret of the app' };

/** A person of this GitHub, and what each organisation says of them. */
export interface GitHubPerson {
  id: number;
  login: string;
  organisations?: Record<string, 'active' | 'pending'>;
}

/** A server that speaks as an Enterprise Server does in the device flow, on this machine. */
export interface GitHubServer extends AsyncDisposable {
  url: string;
  /** The person approves the newest code. */
  approve(person: GitHubPerson): void;
  /** What polls answer in place of a token, as `authorization_pending`. */
  error: Record<string, unknown> | undefined;
  /** What the beginning answers in place of a code. */
  startError: Record<string, unknown> | undefined;
  /** Scopes that were asked for, and GitHub's tokens that were ended again. */
  scopes: string[];
  ended: string[];
}

/** Starts one that nobody has approved anything at. */
export async function startGitHub(): Promise<GitHubServer> {
  const tokens = new Map<string, GitHubPerson>();
  let approvedBy: GitHubPerson | undefined;
  const state: Pick<GitHubServer, 'error' | 'startError' | 'scopes' | 'ended'> = {
    error: { error: 'authorization_pending' },
    startError: undefined,
    scopes: [],
    ended: [],
  };

  const answer = (
    origin: string,
    path: string,
    authorization: string,
    body: unknown,
  ): [number, object] => {
    const asked = z.record(z.string(), z.string()).catch({}).parse(body);
    const person = tokens.get(authorization.replace('Bearer ', ''));
    if (path === '/login/device/code') {
      if (state.startError !== undefined) return [200, state.startError];
      if (asked['client_id'] !== GITHUB_APP.clientId) return [404, { error: 'Not Found' }];
      state.scopes.push(asked['scope'] ?? '');
      return [
        200,
        {
          device_code: 'the device code',
          user_code: 'WDJB-MJHT',
          verification_uri: `${origin}/login/device`,
          expires_in: 900,
          interval: 1,
        },
      ];
    }
    if (path === '/login/oauth/access_token') {
      if (approvedBy === undefined || state.error !== undefined) return [200, state.error ?? {}];
      const token = `gho_${randomUUID()}`;
      tokens.set(token, approvedBy);
      return [200, { access_token: token, token_type: 'bearer', scope: 'read:org' }];
    }
    if (path === `/api/v3/applications/${GITHUB_APP.clientId}/token`) {
      const { clientId, clientSecret } = GITHUB_APP;
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
      if (authorization !== `Basic ${basic}`) return [404, {}];
      state.ended.push(asked['access_token'] ?? '');
      tokens.delete(asked['access_token'] ?? '');
      return [200, {}];
    }
    if (person === undefined) return [401, { message: 'Bad credentials' }];
    if (path === '/api/v3/user') return [200, { id: person.id, login: person.login }];
    const [, organisation = ''] = /^\/api\/v3\/user\/memberships\/orgs\/([^/]+)$/.exec(path) ?? [];
    const membership = person.organisations?.[organisation];
    if (membership === undefined) return [404, { message: 'Not Found' }];
    return [200, { state: membership, organization: { login: organisation } }];
  };

  const pages = await servePages((origin) => async (request, response) => {
    const body = request.method === 'GET' ? {} : await json(request);
    const { url = '', headers } = request;
    const [status, sent] = answer(origin, url, headers.authorization ?? '', body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(sent));
  });
  return Object.assign(state, {
    url: pages.origin,
    approve(person: GitHubPerson) {
      approvedBy = person;
      state.error = undefined;
    },
    [Symbol.asyncDispose]: () => pages[Symbol.asyncDispose](),
  });
}
