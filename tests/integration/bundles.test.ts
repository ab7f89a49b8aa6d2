import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { canonicalManifest } from '@skill-marketplace/shared/format';
import { readStoredZip } from '../../extension/src/install/bundle/storedZip.ts';
import { startHub, type Hub } from '../support/app.ts';
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
