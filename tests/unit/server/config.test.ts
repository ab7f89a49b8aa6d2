import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../../server/src/config.ts';
import { StartupFailure } from '../../../server/src/errors/startupFailure.ts';
import { repositoryRoot } from '../../support/paths.ts';

describe('readConfig', () => {
  it('has the defaults that the README names', () => {
    const {
      host,
      port,
      publicUrl,
      databaseUrl,
      dataDirectory,
      anonymousRead,
      rateLimits,
      logLevel,
      trustProxy,
      allowedHosts,
      allowedOrigins,
      registrationsDirectory,
    } = readConfig({});
    assert.deepEqual(
      {
        host,
        port,
        publicUrl,
        databaseUrl,
        dataDirectory,
        anonymousRead,
        rateLimits,
        logLevel,
        trustProxy,
        allowedHosts,
        allowedOrigins,
        registrationsDirectory,
      },
      {
        host: '127.0.0.1',
        port: 4820,
        publicUrl: undefined,
        databaseUrl: undefined,
        dataDirectory: join(repositoryRoot, '.data'),
        anonymousRead: true,
        rateLimits: true,
        logLevel: 'info',
        trustProxy: false,
        allowedHosts: [],
        allowedOrigins: [],
        registrationsDirectory: join(homedir(), '.local/state/skill-marketplace/servers'),
      },
    );
  });

  it('takes an empty variable for one that is not set', () => {
    const names = [
      'HOST',
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'DATA_DIR',
      'ANONYMOUS_READ',
      'LOG_LEVEL',
      'XDG_STATE_HOME',
    ];
    assert.deepEqual(
      readConfig(Object.fromEntries(names.map((name) => [name, '']))),
      readConfig({}),
    );
  });

  it('reads lists, with or without spaces', () => {
    const { allowedHosts, allowedOrigins } = readConfig({
      ALLOWED_HOSTS: 'Skills.Acme.example, proxy:8080,,',
      ALLOWED_ORIGINS: 'https://a.example , https://b.example',
    });
    assert.deepEqual(allowedHosts, ['skills.acme.example', 'proxy:8080']);
    assert.deepEqual(allowedOrigins, ['https://a.example', 'https://b.example']);
  });

  it('keeps only the origin of PUBLIC_URL', () => {
    assert.equal(
      readConfig({ PUBLIC_URL: 'https://skills.acme.example/' }).publicUrl,
      'https://skills.acme.example',
    );
  });

  it('starts relative paths where the user is', () => {
    assert.equal(
      readConfig({ DATA_DIR: 'data', INIT_CWD: '/home/mia' }).dataDirectory,
      '/home/mia/data',
    );
    assert.equal(readConfig({ DATA_DIR: '/data', INIT_CWD: '/home/mia' }).dataDirectory, '/data');
    assert.equal(readConfig({ INIT_CWD: '/home/mia' }).workingDirectory, '/home/mia');
  });

  const reading: [Record<string, string>, boolean][] = [
    [{}, true],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '::' }, false],
    [{ HOST: '192.168.1.5' }, false],
    [{ HOST: '0.0.0.0', ANONYMOUS_READ: 'on' }, true],
    [{ ANONYMOUS_READ: 'off' }, false],
    [{ HOST: '127.0.0.1.evil.example' }, false],
  ];
  for (const [environment, open] of reading) {
    it(`${open ? 'lets everybody' : 'does not let everybody'} read with ${JSON.stringify(environment)}`, () => {
      assert.equal(readConfig(environment).anonymousRead, open);
    });
  }

  it('reads TRUST_PROXY as Express takes it', () => {
    const read = (value: string) => readConfig({ TRUST_PROXY: value }).trustProxy;
    assert.deepEqual(['off', '1', 'loopback', '10.0.0.0/8'].map(read), [
      false,
      1,
      'loopback',
      '10.0.0.0/8',
    ]);
  });

  const refused: [string, string][] = [
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '4820.5'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'skills.acme.example'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'localhost'],
    ['ANONYMOUS_READ', 'yes'],
    ['RATE_LIMITS', 'on'],
    ['LOG_LEVEL', 'loud'],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${name}=${value} in one sentence that names the variable`, () => {
      assert.throws(
        () => readConfig({ [name]: value }),
        (error) =>
          error instanceof StartupFailure &&
          error.message.startsWith(`${name} is not usable: `) &&
          !error.message.includes('\n'),
      );
    });
  }

  it('says which words there are', () => {
    const said: [string, string][] = [
      ['ANONYMOUS_READ', 'give auto, on or off'],
      ['RATE_LIMITS', 'give default or off'],
      ['LOG_LEVEL', 'give silent, fatal, error, warn, info, debug or trace'],
    ];
    for (const [name, sentence] of said) {
      assert.throws(() => readConfig({ [name]: 'x' }), {
        message: `${name} is not usable: ${sentence}.`,
      });
    }
  });

  it('does not repeat the value of a variable that may hold a password', () => {
    assert.throws(
      () => readConfig({ DATABASE_URL: 'mysql://root:hunter2@localhost/x' }),
      (error) => error instanceof StartupFailure && !error.message.includes('hunter2'),
    );
  });
});
