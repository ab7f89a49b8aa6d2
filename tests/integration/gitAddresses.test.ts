import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '../../server/src/errors/domainError.ts';
import { fetchRepository } from '../../server/src/git/fetchRepository.ts';
import type { GitHost, GitRules } from '../../server/src/git/gitRules.ts';
import { parseGitSource } from '../../server/src/git/gitSource.ts';
import type { HostLookup } from '../../server/src/outbound/resolveHost.ts';
import { startGitServer } from '../support/gitServer.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporaryFolder.ts';

// What a browser, a resolver, curl or git may read as a place in a private network. Not one may be
// reached; a spelling that leads elsewhere, or nowhere, is as good as refused.
const HOSTS = [
  // Loopback: dotted, short, decimal, octal, hexadecimal, and these mixed.

  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '127.1',
  '127.0.1',
  '127.00.000.01',
  '127.0.0.1.',
  '2130706433',
  '2130706433.',
  '0x7f000001',
  '0X7F000001',
  '0x7F.1',
  '0x7f.0x0.0x0.0x1',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '0177.0.0.01',
  '0177.1',
  '017700000001',
  '0177.0x0.0.1',
  '00000177.0.0.1',
  '127.0x1',
  '0x7f.00.1',
  '0x0000007f.0.0.1',
  '127.0.0.0x1',
  '127.0.0.01',
  '4429185025',
  '0x17f000001',
  '127.0.0.257',
  '256.0.0.1',
  '127.0.0.1.1',
  '127..1',
  '-1',
  // This machine by the unspecified address and by names.
  '0',
  '0.0.0.0',
  '00',
  '0x0',
  '0.0',
  '0.0.0.0.',
  'localhost',
  'LOCALHOST',
  'LocalHost.',

  'localhost..',
  'localhost%2e',
  'local%68ost',
  '%6cocalhost',
  'ⓛocalhost',
  'ｌｏｃａｌｈｏｓｔ',

  'loc\u00adalhost',
  'local\u200bhost',
  'ip6-localhost',
  'ip6-loopback',
  'localhost.localdomain',
  // Percent-encoded, fullwidth and circled digits, other full stops.
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '%3127.0.0.1',
  '１２７.0.0.1',
  '１２７。０。０。１',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '①②⑦.0.0.1',
  '⑯⑨。②⑤④。⑯⑨｡②⑤④',
  '0ⅹ7f.1',
  // Private, shared, link-local, documentation, multicast, broadcast, and the metadata of clouds.
  '10.0.0.1',
  '10.1',
  '167772161',
  '012.0.0.1',
  '0xa.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.1',
  '0xc0a80001',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '203.0.113.1',
  '224.0.0.1',
  '255.255.255.255',
  '100.100.100.200',
  '192.88.99.1',
  // IPv6: loopback, unspecified, mapped, compatible, translated, 6to4, Teredo, NAT64, ISATAP.
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::0001]',
  '[::]',
  '[::0]',
  '[0::0]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:1]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0.0.0.0]',
  '[::ffff:10.0.0.1]',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:1::1]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:7f00:1::1]',
  '[2001::80ff:fffe]',
  '[fe80::5efe:127.0.0.1]',
  '[fe80::1]',
  '[fe80::1%25lo]',
  '[fe80::1%lo]',
  '[::1%25lo]',
  '[fc00::1]',
  '[fd00::2]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[ff01::1]',
  '[100::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[5f00::1]',
  '::1',
  '[::1',
  '::1]',
  '[[::1]]',
  '[127.0.0.1]',
  '[1]',
];

/** Whole addresses in which the host is not where it seems to be; `PORT` is the canary's. */
const ADDRESSES = [
  'https://github.com@127.0.0.1:PORT/a/b',
  'https://github.com:443@127.0.0.1:PORT/a/b',
  'https://127.0.0.1:PORT@localhost:PORT/a/b',
  'https://github.com%2f@127.0.0.1:PORT/a/b',
  'https://127.0.0.1:PORT\\@github.com/a/b',
  'https://github.com\\@127.0.0.1:PORT/a/b',
  'https:\\\\127.0.0.1:PORT\\a\\b',
  'https:/127.0.0.1:PORT/a/b',
  'https:127.0.0.1:PORT/a/b',
  'https:///127.0.0.1:PORT/a/b',
  'https://127.0.0.1:PORT#@github.com/a/b',
  'https://127.0.0.1:PORT?@github.com/a/b',
  'https://127.0.0.1:PORT/a/b?@github.com/',
  'https://127.0.0.1:0PORT/a/b',
  'https://127.0.0.1:+PORT/a/b',
  'https://127.0.0.1 :PORT/a/b',
  'https://127.0.0.1\t:PORT/a/b',
  'https://127.0.0.1\n:PORT/a/b',
  'https://127.0.0.1%00.github.com:PORT/a/b',
  'https://127.0.0.1%0d%0aHost:github.com:PORT/a/b',
  'https://127.0.0.1:PORT:443/a/b',
  'HTTPS://127.0.0.1:PORT/a/b',
  '//127.0.0.1:PORT/a/b',
  'http://127.0.0.1:PORT/a/b',
  'git://127.0.0.1:PORT/a/b',
  'ssh://127.0.0.1:PORT/a/b',
  'ftp://127.0.0.1:PORT/a/b',
  'ext::sh -c "echo >/dev/tcp/127.0.0.1/PORT"',
  'fd::17/127.0.0.1:PORT',
  'https::https://127.0.0.1:PORT/a/b',
  'http::https://127.0.0.1:PORT/a/b',
  'git@127.0.0.1:PORT/a/b',
  '127.0.0.1:PORT/a/b',
  '--upload-pack=https://127.0.0.1:PORT/a/b',
  'file://127.0.0.1:PORT/a/b',
  '\\\\127.0.0.1@SSL@PORT\\a\\b',
];

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

  it(`reaches no private place by any of ${HOSTS.length} spellings of its host`, async function () {
    this.timeout(60_000);
    assert.equal(new Set(HOSTS).size, HOSTS.length);
    assert.ok(HOSTS.length >= 100);
    const reasons = new Map<string, number>();
    for (const host of HOSTS) {
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

  for (const address of ADDRESSES) {
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

/** Something in a private network that nobody is to reach. */
interface Canary extends AsyncDisposable {
  readonly port: number;
  readonly hosts: readonly string[];
  readonly connections: number;
}

/** Listens on one port of 127.0.0.1, and of ::1 where this machine has it. */
async function startCanary(): Promise<Canary> {
  let connections = 0;
  const listen = async (host: string, port: number): Promise<Server> => {
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    server.listen(port, host);
    await once(server, 'listening');
    return server;
  };
  const first = await listen('127.0.0.1', 0);
  const place = first.address();
  if (place === null || typeof place === 'string') throw new Error('the canary has no port');
  const second = await listen('::1', place.port).catch(() => undefined);
  return {
    port: place.port,
    hosts: ['127.0.0.1', ...(second === undefined ? [] : ['[::1]'])],
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      for (const server of [first, second]) {
        if (server === undefined) continue;
        server.close();
        await once(server, 'close');
      }
    },
  };
}

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
