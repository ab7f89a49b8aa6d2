import { z } from 'zod';
import { notAllowed } from '../../errors/failures.ts';
import { askGitHub, type GitHubAnswer } from './gitHubRequest.ts';
import type { GitHubConfig } from './signInConfig.ts';
import {
  DEVICE_CODE_GRANT,
  errorWord,
  notBelieved,
  providerUnavailable,
  USUAL_INTERVAL_SECONDS,
  type DeviceGrant,
  type Poll,
  type SignedInPerson,
  type SignInProvider,
} from './signInProvider.ts';

const Refusal = z.object({ error: z.string(), interval: z.number().positive().optional() });

const Grant = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.string(),
  expires_in: z.number().positive(),
  interval: z.number().positive().default(USUAL_INTERVAL_SECONDS),
});

const User = z.object({ id: z.number().int().positive(), login: z.string().min(1) });

const Membership = z.object({ state: z.string(), organization: z.object({ login: z.string() }) });

/**
 * GitHub, which speaks OAuth and no OpenID Connect: its token is exchanged for who the person is, and dropped.
 * See "Device flow" in GitHub's "Authorizing OAuth apps".
 */
export class GitHubProvider implements SignInProvider {
  readonly method;
  readonly #config: GitHubConfig;

  constructor(config: GitHubConfig) {
    const { host } = new URL(config.url);
    this.#config = config;
    this.method = { id: 'github' as const, name: host === 'github.com' ? 'GitHub' : host };
  }

  /** GitHub says nothing of itself: only a person's sign-in shows what is wrong. */
  async check(): Promise<void> {}

  async start(): Promise<DeviceGrant> {
    const { clientId, organisation } = this.#config;
    const answer = await this.#ask('/login/device/code', {
      client_id: clientId,
      // Without a scope GitHub tells what everybody may know of the person.
      scope: organisation === undefined ? '' : 'read:org',
    });
    const grant = Grant.safeParse(answer.body);
    if (!grant.success) throw this.#refused(answer);
    return {
      deviceCode: grant.data.device_code,
      userCode: grant.data.user_code,
      verificationUri: grant.data.verification_uri,
      intervalSeconds: grant.data.interval,
      expiresInSeconds: grant.data.expires_in,
    };
  }

  async poll(deviceCode: string): Promise<Poll> {
    const answer = await this.#ask('/login/oauth/access_token', {
      client_id: this.#config.clientId,
      device_code: deviceCode,
      grant_type: DEVICE_CODE_GRANT,
    });
    const token = z.object({ access_token: z.string().min(1) }).safeParse(answer.body);
    if (!token.success) return this.#pollOf(answer);
    const { access_token: accessToken } = token.data;
    try {
      return { status: 'done', person: await this.#personOf(accessToken) };
    } finally {
      await this.#drop(accessToken);
    }
  }

  #pollOf(answer: GitHubAnswer): Poll {
    const { error, interval } = Refusal.safeParse(answer.body).data ?? { error: '' };
    if (error === 'authorization_pending') return { status: 'pending' };
    if (error === 'slow_down') return { status: 'slow_down', intervalSeconds: interval };
    if (error === 'access_denied') return { status: 'denied' };
    if (['expired_token', 'token_expired', 'incorrect_device_code'].includes(error)) {
      return { status: 'expired' };
    }
    throw this.#refused(answer);
  }

  /** Who holds GitHub's token; `not_allowed` for somebody outside the organisation. */
  async #personOf(accessToken: string): Promise<SignedInPerson> {
    const { name } = this.method;
    const { url, organisation } = this.#config;
    const user = User.safeParse((await this.#get('/user', accessToken)).body);
    if (!user.success) throw notBelieved(name, 'it did not say who you are');
    const { id, login } = user.data;
    if (organisation !== undefined && !(await this.#isMember(organisation, accessToken))) {
      throw notAllowed(
        `${login} is no member of ${organisation} at ${name}, or that organisation has not approved this app: ask its admin.`,
      );
    }
    // A login can be given up and taken by somebody else; the number cannot.
    return { issuer: url, subject: String(id), names: [login], roles: {} };
  }

  async #isMember(organisation: string, accessToken: string): Promise<boolean> {
    const path = `/user/memberships/orgs/${encodeURIComponent(organisation)}`;
    const answer = await this.#get(path, accessToken);
    if (answer.status !== 200) return false;
    const membership = Membership.safeParse(answer.body);
    if (!membership.success) return false;
    const { state, organization } = membership.data;
    return state === 'active' && organization.login.toLowerCase() === organisation.toLowerCase();
  }

  /** So that nobody can use it, where GitHub believes that it is us who asks. */
  async #drop(accessToken: string): Promise<void> {
    const { clientId, clientSecret } = this.#config;
    if (clientSecret === undefined) return;
    await askGitHub(this.method.name, `${this.#api()}/applications/${clientId}/token`, {
      method: 'DELETE',
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      body: { access_token: accessToken },
      // The person has signed in all the same.
    }).catch(() => undefined);
  }

  #ask(path: string, body: Record<string, string>): Promise<GitHubAnswer> {
    return askGitHub(this.method.name, `${this.#config.url}${path}`, { method: 'POST', body });
  }

  #get(path: string, accessToken: string): Promise<GitHubAnswer> {
    const authorization = `Bearer ${accessToken}`;
    return askGitHub(this.method.name, `${this.#api()}${path}`, { method: 'GET', authorization });
  }

  /** Where programs ask: a host of its own in the cloud, a folder on an Enterprise Server. */
  #api(): string {
    const { protocol, host } = new URL(this.#config.url);
    const isCloud = host === 'github.com' || host.endsWith('.ghe.com');
    return isCloud ? `${protocol}//api.${host}` : `${protocol}//${host}/api/v3`;
  }

  #refused({ status, body }: GitHubAnswer): Error {
    const { error } = Refusal.safeParse(body).data ?? { error: '' };
    const why =
      error === 'device_flow_disabled'
        ? 'the device flow is off for its app, so enable that there'
        : `it refuses this marketplace (${error === '' ? `status ${status}` : errorWord(error)}), so check GITHUB_CLIENT_ID`;
    return providerUnavailable(this.method.name, why);
  }
}
