import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { canonicalManifest } from '@skill-marketplace/shared/format';
import { readStoredZip } from '../../extension/src/install/bundle/storedZip.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { startOnLeash } from '../support/leashedProcess.ts';
import { repositoryRoot } from '../support/paths.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';
import { exchange, sentFailure } from './exchange.ts';

const hash = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

const FILES: FileTree = {
  'deploy/SKILL.md': skillText({ name: 'deploy' }),
  'deploy/scripts/größe.sh': '#!/bin/sh\necho 1\n',
  'deploy/assets/logo.bin': Uint8Array.from({ length: 3000 }, (_, index) => (index * 7) % 256),
  'deploy/assets/empty.txt': '',
  'deploy/Z.md': 'z',
  'deploy/a.md': 'a',
};

const MIB = 1024 * 1024;

/** More than sockets take in at once. */
const LARGE_FILES: FileTree = {
  'large/SKILL.md': skillText({ name: 'large' }),
  ...Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e'].map((name, fill) => [
      `large/assets/${name}.bin`,
      new Uint8Array(1.9 * MIB).fill(fill),
    ]),
  ),
};

describe('a bundle', function () {
  this.timeout(60_000);
  let hub: Hub;
  let url: string;
  let whole: Buffer;

  before(async () => {
    hub = await startHub();
    await hub.importFiles(FILES);
    const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/deploy' });
    url = `${hub.url}${bundleUrl}`;
    whole = (await exchange(url)).body;
  });
  after(() => hub[Symbol.asyncDispose]());

  it('holds exactly the files of the plan, byte by byte', async () => {
    const { files } = await hub.client.installs.plan.query({ skillId: 'acme/deploy' });
    const entries = [...readStoredZip(whole)].map(([path, bytes]) => ({
      path,
      size: bytes.length,
      sha256: hash(bytes),
      executable: path === 'scripts/größe.sh',
    }));
    assert.deepEqual(entries, files);
  });

  it('has the digest of its canonical manifest', async () => {
    const { files, digest } = await hub.client.installs.plan.query({ skillId: 'acme/deploy' });
    assert.equal(digest, `sha256:${hash(canonicalManifest(files))}`);
    assert.equal(url, `${hub.url}/bundles/${digest.slice(7)}.zip`);
  });

  it('is what other programs read too', async () => {
    await using unzip = await startOnLeash('python3', ['-c', LIST_ZIP, url]);
    await unzip.exited;
    const lines = [
      'SKILL.md 644',
      'Z.md 644',
      'a.md 644',
      'assets/empty.txt 644',
      'assets/logo.bin 644',
      'scripts/größe.sh 755',
    ];
    assert.equal(unzip.output(), lines.map((line) => `${line} (1980, 1, 1, 0, 0, 0)\n`).join(''));
  });

  it('is the same in every time zone and from every server', async () => {
    const hashes = await Promise.all(
      ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati'].map(async (zone) => {
        const script = new URL('bundleInTimeZone.ts', import.meta.url).pathname;
        await using other = await startOnLeash(process.execPath, [script], {
          cwd: repositoryRoot,
          env: { ...process.env, TZ: zone },
        });
        const [, sent] = await other.waitForOutput(/sha256 ([0-9a-f]{64})/, 30_000);
        return sent;
      }),
    );
    assert.deepEqual(new Set(hashes).size, 1);

    await using second = await startHub();
    await second.importFiles(FILES, 'globex');
    const { bundleUrl } = await second.client.installs.plan.query({ skillId: 'globex/deploy' });
    assert.deepEqual((await exchange(`${second.url}${bundleUrl}`)).body, whole);
  });

  it('comes with what a cache needs to know', async () => {
    const { headers, status } = await exchange(url);
    const hex = url.slice(-68, -4);
    assert.deepEqual(
      [
        status,
        headers['content-type'],
        headers['etag'],
        headers['cache-control'],
        headers['accept-ranges'],
        headers['content-length'],
      ],
      [200, 'application/zip', `"${hex}"`, 'private, max-age=60', 'bytes', String(whole.length)],
    );
  });

  it('is not sent again to those who have it', async () => {
    const etag = `"${url.slice(-68, -4)}"`;
    for (const value of [etag, `W/${etag}`, `"x", ${etag}`]) {
      const answer = await exchange(url, { headers: { 'if-none-match': value } });
      assert.deepEqual(
        [answer.status, answer.body.length, answer.headers['etag']],
        [304, 0, etag],
        value,
      );
    }
    assert.equal((await exchange(url, { headers: { 'if-none-match': '"x"' } })).status, 200);
  });

  it('answers HEAD with its length and no bytes', async () => {
    const { status, headers, body } = await exchange(url, { method: 'HEAD' });
    assert.deepEqual(
      [status, headers['content-length'], body.length],
      [200, String(whole.length), 0],
    );
  });

  it('is sent in part when a part is asked for', async () => {
    const size = whole.length;
    const parts: [string, number, number][] = [
      ['bytes=0-9', 0, 10],
      ['bytes=10-', 10, size],
      ['bytes=-5', size - 5, size],
      [`bytes=${size - 1}-${size + 100}`, size - 1, size],
      [`bytes=-${size * 2}`, 0, size],
    ];
    for (const [range, from, to] of parts) {
      const { status, headers, body } = await exchange(url, { headers: { range } });
      assert.deepEqual(
        [status, headers['content-range']],
        [206, `bytes ${from}-${to - 1}/${size}`],
        range,
      );
      assert.deepEqual(body, whole.subarray(from, to), range);
    }
  });

  it('has no part beyond its end', async () => {
    const { status, headers, body } = await exchange(url, {
      headers: { range: `bytes=${whole.length}-` },
    });
    assert.deepEqual(
      [status, headers['content-range'], body.length],
      [416, `bytes */${whole.length}`, 0],
    );
  });

  it('is sent whole when the part makes no sense, or belongs to other bytes', async () => {
    const questions: Record<string, string>[] = [
      { range: 'bytes=nonsense' },
      { range: 'lines=1-2' },
      { range: 'bytes=0-1,5-6' },
      { range: 'bytes=0-9', 'if-range': '"other"' },
    ];
    for (const headers of questions) {
      const answer = await exchange(url, { headers });
      assert.deepEqual(
        [answer.status, answer.body.length],
        [200, whole.length],
        JSON.stringify(headers),
      );
    }
  });

  it('is put together from parts when the transfer broke off', async () => {
    const first = await exchange(url, { headers: { range: 'bytes=0-999' } });
    const etag = first.headers['etag'] ?? '';
    const rest = await exchange(url, { headers: { range: 'bytes=1000-', 'if-range': etag } });
    assert.deepEqual(Buffer.concat([first.body, rest.body]), whole);
  });

  for (const name of [
    '0'.repeat(64),
    'A'.repeat(64),
    'x',
    '..%2f..%2fetc%2fpasswd',
    `${'0'.repeat(63)}%00`,
  ]) {
    it(`is not_found under the name ${name.slice(0, 12)}`, async () => {
      const { status, reason, requestIdAgrees } = sentFailure(
        await exchange(`${hub.url}/bundles/${name}.zip`),
      );
      assert.deepEqual([status, reason, requestIdAgrees], [404, 'not_found', true]);
    });
  }
});

describe('a large bundle', function () {
  this.timeout(60_000);
  let hub: Hub;
  let url: string;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles(LARGE_FILES);
    const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/large' });
    url = `${hub.url}${bundleUrl}`;
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  /** Asks for the bundle and reads nothing of it yet. */
  const begin = async () => {
    const answer = Promise.withResolvers<IncomingMessage>();
    const request = get(url, { agent: false }, answer.resolve).on('error', answer.reject);
    return { request, answer: await answer.promise };
  };
  const sizeOfWhole = async () =>
    Number((await exchange(url, { method: 'HEAD' })).headers['content-length']);
  /** From here on the database gives no bytes. */
  const loseBytes = () =>
    hub.orm.em.fork().execute('alter table blobs rename column content to lost_content');

  it('keeps nobody waiting, however many read it slowly', async () => {
    const slow = await Promise.all(Array.from({ length: 24 }, begin));
    const size = await sizeOfWhole();
    assert.equal((await exchange(url)).body.length, size);
    const sizes = await Promise.all(slow.map(({ answer }) => buffer(answer)));
    assert.deepEqual(new Set(sizes.map(({ length }) => length)), new Set([size]));
  });

  it('is served on when clients go away in the middle', async () => {
    for (const { request } of await Promise.all(Array.from({ length: 24 }, begin))) {
      request.destroy();
    }
    const { body } = await exchange(url);
    assert.equal(body.length, await sizeOfWhole());
  });

  it('breaks off, and never looks whole, when the rest of its bytes cannot be loaded', async () => {
    const { answer } = await begin();
    await loseBytes();
    assert.equal(answer.statusCode, 200);
    await assert.rejects(buffer(answer), { code: 'ECONNRESET' });
  });

  it('is a failure that no cache keeps when its first bytes cannot be loaded', async () => {
    await loseBytes();
    const answer = await exchange(url);
    const { status, reason } = sentFailure(answer);
    assert.deepEqual([status, reason], [500, 'unexpected']);
    for (const name of ['cache-control', 'content-disposition', 'accept-ranges']) {
      assert.equal(answer.headers[name], undefined, name);
    }
    assert.notEqual(answer.headers['etag'], `"${url.slice(-68, -4)}"`);
  });

  it('answers HEAD without its bytes', async () => {
    const size = (await exchange(url)).body.length;
    await loseBytes();
    assert.equal(await sizeOfWhole(), size);
  });
});

describe('who may read a bundle', function () {
  this.timeout(60_000);
  let hub: Hub;
  let url: string;
  let people: Record<'stranger' | 'member' | 'reviewer', HubUser>;

  beforeEach(async () => {
    hub = await startHub();
    await hub.importFiles(FILES);
    const { bundleUrl } = await hub.client.installs.plan.query({ skillId: 'acme/deploy' });
    url = `${hub.url}${bundleUrl}`;
    people = {
      stranger: await hub.addUser('stranger', { publishers: ['globex'] }),
      member: await hub.addUser('member', { publishers: ['acme'] }),
      reviewer: await hub.addUser('reviewer', { roles: ['member', 'reviewer'] }),
    };
  });
  afterEach(() => hub[Symbol.asyncDispose]());

  const statuses = async () => {
    const { stranger, member, reviewer } = people;
    const tokens = {
      stranger: stranger.token,
      member: member.token,
      reviewer: reviewer.token,
      owner: hub.owner.token,
    };
    const asked = Object.entries(tokens).map(async ([who, token]) => {
      const headers = { authorization: `Bearer ${token}` };
      return [who, (await exchange(url, { headers })).status] as const;
    });
    return {
      nobody: (await exchange(url)).status,
      ...Object.fromEntries(await Promise.all(asked)),
    };
  };
  const all = (status: number) => ({
    nobody: status,
    stranger: status,
    member: status,
    reviewer: status,
    owner: status,
  });

  it('is everybody while it is installable', async () => {
    assert.deepEqual(await statuses(), all(200));
  });

  it('is its publisher, reviewers and admins while it is held', async () => {
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'undecided' });
    assert.deepEqual(await statuses(), { ...all(200), nobody: 404, stranger: 404 });
  });

  it('is nobody once it is blocked, and a cached copy is not confirmed', async () => {
    const { headers } = await exchange(url);
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'blocked' });
    assert.deepEqual(await statuses(), all(404));
    const again = await exchange(url, { headers: { 'if-none-match': headers['etag'] ?? '' } });
    assert.equal(again.status, 404);
  });

  it('is who may read any of the skills that share it', async () => {
    await hub.importFiles(FILES, 'globex');
    await hub.changeState('acme/deploy', '1.0.0', { decision: 'blocked' });
    assert.deepEqual(await statuses(), all(200));
    await hub.changeState('globex/deploy', '1.0.0', { decision: 'undecided' });
    assert.deepEqual(await statuses(), { ...all(404), stranger: 200, reviewer: 200, owner: 200 });
  });

  it('is those who have a yanked version, so that they can restore it', async () => {
    await hub.changeState('acme/deploy', '1.0.0', { yankedAt: new Date() });
    assert.equal((await statuses()).nobody, 200);
  });

  it('is nobody with a token that may not read', async () => {
    const { token } = await hub.addUser('rater', { scopes: ['rate'] });
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await exchange(url, { headers })).status, 404);
  });
});

/** Lists name, mode and time of each entry, once the stored hashes (CRC) agree. */
const LIST_ZIP = `
import io, sys, urllib.request, zipfile
archive = zipfile.ZipFile(io.BytesIO(urllib.request.urlopen(sys.argv[1]).read()))
assert archive.testzip() is None
sys.stdout.reconfigure(encoding='utf-8')
for entry in archive.infolist():
    assert entry.compress_type == zipfile.ZIP_STORED
    print(entry.filename, oct(entry.external_attr >> 16)[-3:], entry.date_time)
`;
