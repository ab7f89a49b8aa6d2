import { resolve } from 'node:path';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { readSecretFile } from '../../secretFile.ts';
import { parseClaimRule } from './claimRule.ts';
import { isPrivateWay } from './providerAddress.ts';
import type { ClaimRule, GitHubConfig, OpenIdConfig, SignInConfig } from './signInConfig.ts';
import type { SignInVariables } from './signInVariables.ts';

/** Providers that give accounts to everybody: who may come in has to be said. */
const PUBLIC_ISSUERS = [
  /^accounts\.google\.com\//,
  /^gitlab\.com\//,
  /^appleid\.apple\.com\//,
  /^login\.microsoftonline\.com\/(?:common|consumers|organizations)(?:\/|$)/,
];

const EVERYBODY = '*';

/** Where people sign in; a mistake is a `StartupFailure` that names the variable and never its value. */
export function readSignInConfig(values: SignInVariables, workingDirectory: string): SignInConfig {
  return {
    openId: openIdOf(values, workingDirectory),
    gitHub: gitHubOf(values, workingDirectory),
  };
}

function openIdOf(values: SignInVariables, workingDirectory: string): OpenIdConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_REQUIRED_CLAIM: required } = values;
  if (issuer === undefined) {
    // The scopes have a default, so that they say nothing of what is meant.
    refuseAlone(values, 'OIDC_', 'OIDC_ISSUER', ['OIDC_SCOPES']);
    return undefined;
  }
  requireWay('OIDC_ISSUER', issuer);
  if (clientId === undefined) {
    throw new StartupFailure(
      'OIDC_CLIENT_ID is missing: give the id of the client that the provider of OIDC_ISSUER has for this server.',
    );
  }
  const { host, pathname } = new URL(issuer);
  if (required === undefined && PUBLIC_ISSUERS.some((known) => known.test(host + pathname))) {
    throw new StartupFailure(
      `OIDC_REQUIRED_CLAIM is missing: everybody can have an account at ${host}, so say who may come in, as hd=example.com, or * for everybody.`,
    );
  }
  return {
    issuer,
    clientId,
    clientSecret: secretOf('OIDC', values, workingDirectory),
    scopes: values.OIDC_SCOPES,
    requiredClaim: required === EVERYBODY ? undefined : ruleOf(required),
    roleClaims: {
      admin: ruleOf(values.OIDC_ADMIN_CLAIM),
      reviewer: ruleOf(values.OIDC_REVIEWER_CLAIM),
    },
  };
}

function gitHubOf(values: SignInVariables, workingDirectory: string): GitHubConfig | undefined {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_ORGANISATION: organisation } = values;
  if (clientId === undefined) {
    refuseAlone(values, 'GITHUB_', 'GITHUB_CLIENT_ID');
    return undefined;
  }
  const url = values.GITHUB_URL ?? 'https://github.com';
  requireWay('GITHUB_URL', url);
  if (organisation === undefined) {
    throw new StartupFailure(
      'GITHUB_ORGANISATION is missing: name the organisation whose members may sign in, or * for everybody with an account there.',
    );
  }
  return {
    url: new URL(url).origin,
    clientId,
    clientSecret: secretOf('GITHUB', values, workingDirectory),
    organisation: organisation === EVERYBODY ? undefined : organisation,
  };
}

/** Whoever set some of the variables meant all that are needed. */
function refuseAlone(
  values: SignInVariables,
  prefix: string,
  missing: string,
  spared: readonly string[] = [],
): void {
  const given = Object.entries(values).find(
    ([name, value]) => value !== undefined && name.startsWith(prefix) && !spared.includes(name),
  );
  if (given === undefined) return;
  throw new StartupFailure(`${given[0]} is set and ${missing} is not: set both, or neither.`);
}

function requireWay(variable: string, address: string): void {
  if (isPrivateWay(new URL(address))) return;
  throw new StartupFailure(
    `${variable} is not usable: give an https address; http is for this machine only, since tokens travel there.`,
  );
}

function secretOf(
  prefix: 'OIDC' | 'GITHUB',
  values: SignInVariables,
  workingDirectory: string,
): string | undefined {
  const variable = `${prefix}_CLIENT_SECRET` as const;
  const secret = values[variable];
  const file = values[`${variable}_FILE`];
  if (file === undefined) return secret;
  if (secret !== undefined) {
    throw new StartupFailure(`${variable} and ${variable}_FILE are both set: keep one of them.`);
  }
  return readSecretFile(`${variable}_FILE`, resolve(workingDirectory, file));
}

function ruleOf(text: string | undefined): ClaimRule | undefined {
  return text === undefined ? undefined : parseClaimRule(text);
}
