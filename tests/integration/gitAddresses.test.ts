import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../../server/src/errors/domainError.ts';
import { fetchRepository } from '../../server/src/git/fetchRepository.ts';
import type { GitHost, GitRules } from '../../server/src/git/gitRules.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import type { HostLookup } from '../../server/src/outbound/resolveHost.ts';
import { startCanary, type Canary } from '../support/canary.ts';
import { startGitServer } from '../support/gitServer.ts';
import { MISLEADING_ADDRESSES, PRIVATE_HOSTS } from '../support/privatePlaces.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';

/** Public, and closed to everyone on such ports; where no network leads there, it fails as well. */
const PUBLIC = '1.1.1.1';

describe('a fetch from any host', () => {
  let folder: TemporaryFolder;
  let canary: Canary;
  let rules: GitRules;

  before(async () => {
    folder = await temporaryFolder('addresses');
    canary = await startCanary();
    rules = {
      hosts: [],
      anyPublicHost: true,
      searchPath: process.env['PATH'],
      seconds: 2,
      maxBytes: 1024 * 1024,
      workDirectory: join(folder.path, 'work'),
    };
  });
  after(async () => {
    await canary?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });
  // The whole point, after every one of them.
  afterEach(() => {
    assert.equal(canary.connections, 0);
    const { workDirectory } = rules;
    assert.deepEqual(existsSync(workDirectory) ? readdirSync(workDirectory) : [], []);
  });

  /** The reason that a fetch is refused for; anything but a `DomainError` fails the test. */
  async function refusal(address: string, changes: Partial<GitRules> = {}): Promise<string> {
    try {
      const source = parseGitSource(address, { local: false });
      await using fetched = await fetchRepository(source, { rules: { ...rules, ...changes } });
      return assert.fail(`${address} gave ${fetched.commit}`);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return error.reason;
    }
  }

  it('has a canary that counts whoever comes, over both families of addresses it has', async () => {
    await using counted = await startCanary();
    for (const host of counted.hosts) await fetch(`http://${host}:${counted.port}`).catch(() => {});
    assert.equal(counted.connections, counted.hosts.length);
  });

  it(`reaches no private place by any of ${PRIVATE_HOSTS.length} spellings of its host`, async function () {
    this.timeout(60_000);
    assert.equal(new Set(PRIVATE_HOSTS).size, PRIVATE_HOSTS.length);
    assert.ok(PRIVATE_HOSTS.length >= 100);
    const reasons = new Map<string, number>();
    for (const host of PRIVATE_HOSTS) {
      const reason = await refusal(`https://${host}:${canary.port}/acme/skills`);
      assert.match(reason, /^(?:not_allowed|invalid_input|upstream_unavailable)$/, host);
      assert.equal(canary.connections, 0, host);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    // Most are understood and refused for where they lead, not for how they are written.
    assert.ok((reasons.get('not_allowed') ?? 0) > 80, JSON.stringify([...reasons]));
  });

  it('reaches none on any other port', async () => {
    for (const port of ['22', '80', '443', '5432', '9418', '65535']) {
      assert.equal(await refusal(`https://127.0.0.1:${port}/acme/skills`), 'not_allowed');
    }
  });

  for (const address of MISLEADING_ADDRESSES) {
    it(`reaches none by ${JSON.stringify(address)}`, async () => {
      const reason = await refusal(address.replaceAll('PORT', String(canary.port)));
      assert.match(reason, /^(?:not_allowed|invalid_input|upstream_unavailable)$/);
    });
  }

  const privately: [string, readonly string[]][] = [
    ['a private address', ['127.0.0.1']],
    ['a private IPv6 address', ['::1']],
    ['a mapped private address', ['::ffff:127.0.0.1']],
    ['a public and a private address', [PUBLIC, '127.0.0.1']],
    ['a private and a public address', ['127.0.0.1', PUBLIC]],
    ['a public IPv4 and a private IPv6 address', [PUBLIC, '::1']],
    ['an address with a zone', ['fe80::1%lo']],
    ['what is no address', ['localhost']],
  ];
  for (const [what, addresses] of privately) {
    it(`reaches none by a name that has ${what}`, async () => {
      const address = `https://git.example:${canary.port}/acme/skills`;
      assert.equal(await refusal(address, { lookup: async () => addresses }), 'not_allowed');
    });
  }

  it('connects to the address that was checked, whatever the name resolves to afterwards', async function () {
    this.timeout(20_000);
    const rebinding = rebindingLookup();
    // Every resolver of this machine gives `localhost` its loopback: who asks again is led to the canary.
    const address = `https://localhost:${canary.port}/acme/skills`;
    const reason = await refusal(address, { lookup: rebinding.lookup });
    assert.equal(reason, 'upstream_unavailable');
    assert.deepEqual(rebinding.asked, ['localhost']);
    assert.equal(await refusal(address, { lookup: rebinding.lookup }), 'not_allowed');
  });

  it('would be led to the canary if it asked again', async () => {
    await using counted = await startCanary();
    const host = { host: 'localhost', port: counted.port, address: '127.0.0.1' };
    const address = `https://localhost:${counted.port}/acme/skills`;
    assert.equal(await refusal(address, { hosts: [host] }), 'upstream_unavailable');
    assert.ok(counted.connections > 0);
  });

  it('follows no redirect of a listed host to a private place', async () => {
    const root = join(folder.path, 'served');
    const { port } = canary;
    const targets = [
      `https://127.0.0.1:${port}/a/b`,
      `http://127.0.0.1:${port}/a/b`,
      `https://localhost:${port}/a/b`,
      `https://[::1]:${port}/a/b`,
      `//127.1:${port}/a/b`,
      `git://127.0.0.1:${port}/a/b`,
      `file:///etc/passwd`,
    ];
    let target = '';
    let status = 0;
    await using server = await startGitServer(root, {
      answer(_request, response) {
        response.writeHead(status, { location: target, refresh: `0; url=${target}` }).end();
        return true;
      },
    });
    const caFile = join(folder.path, 'ca.pem');
    await writeFile(caFile, server.authority);
    const hosts: GitHost[] = [{ host: 'git.example', port: server.port, address: '127.0.0.1' }];
    for (const next of [301, 302, 303, 307, 308]) {
      for (target of targets) {
        status = next;
        const address = `https://git.example:${server.port}/acme/skills`;
        const reason = await refusal(address, { hosts, caFile });
        assert.equal(reason, 'upstream_unavailable', `${status} ${target}`);
      }
    }
    assert.equal(server.requests.length, 5 * targets.length);
  });

  it('follows no other repository that a static server names for its objects', async () => {
    await using server = await startGitServer(folder.path, {
      answer(request, response) {
        const url = request.url ?? '';
        const place = `https://127.0.0.1:${canary.port}/a/b`;
        if (url.includes('/info/refs')) response.end(`${'a'.repeat(40)}\trefs/heads/main\n`);
        else if (url.endsWith('/HEAD')) response.end('ref: refs/heads/main\n');
        else if (url.endsWith('alternates')) response.end(`${place}\n`);
        else response.writeHead(404).end();
        return true;
      },
    });
    const caFile = join(folder.path, 'static-ca.pem');
    await writeFile(caFile, server.authority);
    const hosts: GitHost[] = [{ host: 'git.example', port: server.port, address: '127.0.0.1' }];
    const address = `https://git.example:${server.port}/acme/skills`;
    assert.equal(await refusal(address, { hosts, caFile }), 'upstream_unavailable');
    assert.ok(server.requests.length > 0);
  });
});

/** A resolver in the hands of an attacker: public when asked first, private ever after. */
function rebindingLookup(): { asked: string[]; lookup: HostLookup } {
  const asked: string[] = [];
  return {
    asked,
    async lookup(host) {
      asked.push(host);
      return [asked.length === 1 ? PUBLIC : '127.0.0.1'];
    },
  };
}
