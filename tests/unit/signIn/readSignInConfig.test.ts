import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../../server/src/config.ts';
import { StartupFailure } from '../../../server/src/errors/startupFailure.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const OIDC = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'marketplace' };
const GITHUB = { GITHUB_CLIENT_ID: 'Iv1.x', GITHUB_ORGANISATION: 'acme' };

const refusalOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof StartupFailure) return error.message;
    throw error;
  }
  return assert.fail('it was taken');
};

describe('the configuration of sign-ins', () => {
  it('is for tokens alone when nothing is set', () => {
    assert.deepEqual(readConfig({}).signIn, { openId: undefined, gitHub: undefined });
  });

  it('takes a provider by its issuer, with claims that say who is what', () => {
    const { openId } = readConfig({
      ...OIDC,
      OIDC_CLIENT_SECRET: 's',
      OIDC_REQUIRED_CLAIM: 'groups=CN=Engineering,DC=acme',
      OIDC_ADMIN_CLAIM: 'https://acme.example/roles=admin',
    }).signIn;
    assert.deepEqual(openId, {
      issuer: 'https://login.example.com',
      clientId: 'marketplace',
      clientSecret: 's',
      scopes: 'openid profile email',
      requiredClaim: { claim: 'groups', value: 'CN=Engineering,DC=acme' },
      roleClaims: {
        admin: { claim: 'https://acme.example/roles', value: 'admin' },
        reviewer: undefined,
      },
    });
  });

  it('takes github.com, or the origin of an Enterprise Server', () => {
    assert.equal(readConfig(GITHUB).signIn.gitHub?.url, 'https://github.com');
    const { gitHub } = readConfig({ ...GITHUB, GITHUB_URL: 'https://git.acme.example/' }).signIn;
    assert.equal(gitHub?.url, 'https://git.acme.example');
    assert.equal(gitHub.organisation, 'acme');
    const open = readConfig({ ...GITHUB, GITHUB_ORGANISATION: '*' }).signIn.gitHub;
    assert.equal(open?.organisation, undefined);
  });

  const MISTAKES: [string, Record<string, string>, string][] = [
    [
      'a client without its provider',
      { OIDC_CLIENT_ID: 'x' },
      'OIDC_CLIENT_ID is set and OIDC_ISSUER is not: set both, or neither.',
    ],
    [
      'a provider without the client',
      { OIDC_ISSUER: OIDC.OIDC_ISSUER },
      'OIDC_CLIENT_ID is missing: give the id of the client that the provider of OIDC_ISSUER has for this server.',
    ],
    [
      'a provider over http',
      { ...OIDC, OIDC_ISSUER: 'http://login.example.com' },
      'OIDC_ISSUER is not usable: give an https address; http is for this machine only, since tokens travel there.',
    ],
    [
      'an issuer that is no address',
      { ...OIDC, OIDC_ISSUER: 'login.example.com' },
      'OIDC_ISSUER is not usable: give an address like https://login.example.com.',
    ],
    [
      'scopes without openid',
      { ...OIDC, OIDC_SCOPES: 'profile' },
      'OIDC_SCOPES is not usable: openid must be one of them.',
    ],
    [
      'a claim without a value',
      { ...OIDC, OIDC_REQUIRED_CLAIM: 'groups' },
      'OIDC_REQUIRED_CLAIM is not usable: give a claim and its value, as groups=engineering.',
    ],
    [
      'everybody as admins',
      { ...OIDC, OIDC_ADMIN_CLAIM: '*' },
      'OIDC_ADMIN_CLAIM is not usable: give a claim and its value, as groups=engineering.',
    ],
    [
      'a GitHub that nobody is asked to be a member at',
      { GITHUB_CLIENT_ID: 'x' },
      'GITHUB_ORGANISATION is missing: name the organisation whose members may sign in, or * for everybody with an account there.',
    ],
    [
      'an organisation without the app',
      { GITHUB_ORGANISATION: 'acme' },
      'GITHUB_ORGANISATION is set and GITHUB_CLIENT_ID is not: set both, or neither.',
    ],
    [
      'an organisation that is a path',
      { ...GITHUB, GITHUB_ORGANISATION: '../acme' },
      'GITHUB_ORGANISATION is not usable: give the name of an organisation, or *.',
    ],
    [
      'a secret twice',
      { ...OIDC, OIDC_CLIENT_SECRET: 'hunter2', OIDC_CLIENT_SECRET_FILE: '/x' },
      'OIDC_CLIENT_SECRET and OIDC_CLIENT_SECRET_FILE are both set: keep one of them.',
    ],
    [
      'a secret that is nowhere',
      { ...OIDC, OIDC_CLIENT_SECRET_FILE: '/nowhere/secret' },
      'OIDC_CLIENT_SECRET_FILE is not usable: there is no file /nowhere/secret.',
    ],
  ];
  for (const [what, environment, sentence] of MISTAKES) {
    it(`refuses ${what} in a sentence`, () => assert.equal(refusalOf(environment), sentence));
  }

  for (const issuer of [
    'https://accounts.google.com',
    'https://gitlab.com',
    'https://login.microsoftonline.com/common/v2.0',
    'https://login.microsoftonline.com/organizations/v2.0',
  ]) {
    it(`has to hear who may come in from ${issuer}, where everybody has an account`, () => {
      const environment = { ...OIDC, OIDC_ISSUER: issuer };
      assert.match(
        refusalOf(environment),
        /^OIDC_REQUIRED_CLAIM is missing: everybody can have an account at /,
      );
      for (const claim of ['hd=example.com', '*']) {
        const { openId } = readConfig({ ...environment, OIDC_REQUIRED_CLAIM: claim }).signIn;
        assert.equal(openId?.issuer, issuer);
      }
    });
  }

  it('takes the secret out of a file that nobody else may write', async () => {
    await using folder = await temporaryFolder('secret');
    const file = join(folder.path, 'secret');
    await writeFile(file, 'hunter2\n', { mode: 0o600 });
    const environment = { ...GITHUB, GITHUB_CLIENT_SECRET_FILE: file };
    assert.equal(readConfig(environment).signIn.gitHub?.clientSecret, 'hunter2');
    if (process.platform === 'win32') return;
    await chmod(file, 0o622);
    assert.equal(
      refusalOf(environment),
      `GITHUB_CLIENT_SECRET_FILE is not usable: others may write ${file}, and would choose the secret: take that from them with chmod go-w.`,
    );
  });
});
