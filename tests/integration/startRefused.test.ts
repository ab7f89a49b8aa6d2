import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { startOnLeash } from '../support/leashedProcess.ts';
import { repositoryRoot } from '../support/paths.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { postgresHome } from './embeddedPostgres.ts';
import { asOrdinaryUser } from './ordinaryUser.ts';

const START = join(repositoryRoot, 'server/bin/start.mjs');

/** What a start that came to nothing said, and how it ended. */
async function refusedStart(
  env: Record<string, string>,
  nodeFlags: readonly string[] = [],
  prefix: readonly string[] = [],
): Promise<{ code: number | null; said: string }> {
  await using state = await temporaryFolder('state');
  const [command, ...args]: string[] = [...prefix, process.execPath, ...nodeFlags, START];
  assert.ok(command !== undefined);
  await using server = await startOnLeash(command, args, {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      HOME: state.path,
      XDG_STATE_HOME: state.path,
      PORT: '0',
      ...env,
    },
  });
  const { code } = await server.exited;
  assert.deepEqual(await readdir(state.path), [], 'it registered itself');
  return { code, said: server.output() };
}

/** Another program on a free port. */
async function listening(other: Server): Promise<{ other: Server; port: number }> {
  await once(other.listen(0, '127.0.0.1'), 'listening');
  const address = other.address();
  if (address === null || typeof address === 'string') return assert.fail('no port was given');
  return { other, port: address.port };
}

const sentence = (said: string) => ({ code: 1, said: `${said}\n` });

describe('a start says in one sentence what keeps it', function () {
  this.timeout(60_000);

  it('when the port is taken, and leaves no PostgreSQL behind', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const { other, port } = await listening(createServer());
    try {
      assert.deepEqual(
        await refusedStart({ DATA_DIR: data.path, PORT: String(port) }),
        sentence(
          `Port ${port} on 127.0.0.1 is taken by another program: stop it, or set PORT to another number.`,
        ),
      );
    } finally {
      other.close();
    }
    const pidFile = join(postgresHome(data.path), 'cluster/postmaster.pid');
    await eventually(() => assert.ok(!existsSync(pidFile)));
  });

  it('when the address is not of this machine', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    assert.deepEqual(
      await refusedStart({ DATA_DIR: data.path, HOST: '203.0.113.7' }),
      sentence(
        '203.0.113.7 is not an address of this machine: set HOST to one that is, or leave it out.',
      ),
    );
  });

  it('when the database does not answer, without its password', async () => {
    await using data = await temporaryFolder('data');
    const url = 'postgres://marketplace:hunter2@127.0.0.1:1/skills';
    assert.deepEqual(
      await refusedStart({ DATA_DIR: data.path, DATABASE_URL: url }),
      sentence(
        'The database at 127.0.0.1:1/skills cannot be reached (nothing listens there): check DATABASE_URL and that PostgreSQL runs.',
      ),
    );
  });

  it('when what answers is no PostgreSQL', async () => {
    await using data = await temporaryFolder('data');
    const { other, port } = await listening(
      createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    try {
      const url = `postgres://127.0.0.1:${port}/skills`;
      const { code, said } = await refusedStart({ DATA_DIR: data.path, DATABASE_URL: url });
      assert.equal(code, 1);
      assert.match(
        said,
        /^The database at 127\.0\.0\.1:\d+\/skills cannot be reached \([^\n]+\): check DATABASE_URL and that PostgreSQL runs\.\n$/,
      );
    } finally {
      other.close();
    }
  });

  it('when DATABASE_URL is none, without repeating it', async () => {
    await using data = await temporaryFolder('data');
    for (const url of ['mysql://root:hunter2@localhost/x', 'hunter2']) {
      const { code, said } = await refusedStart({ DATA_DIR: data.path, DATABASE_URL: url });
      assert.equal(code, 1);
      assert.match(said, /^DATABASE_URL is not usable: [^\n]+\n$/);
      assert.doesNotMatch(said, /hunter2/);
    }
  });

  it('when DATA_DIR is a file, or lies below one', async () => {
    await using folder = await temporaryFolder('data');
    const file = join(folder.path, 'file');
    await writeFile(file, 'x');
    for (const path of [file, join(file, 'below')]) {
      assert.deepEqual(
        await refusedStart({ DATA_DIR: path }),
        sentence(
          `The data directory ${path} cannot be used (a file is in the way): set DATA_DIR to a folder that you may write to.`,
        ),
      );
    }
  });

  it('when DATA_DIR may not be written', async function () {
    if (process.getuid?.() !== 0) this.skip();
    await using folder = await temporaryFolder('data');
    await chmod(folder.path, 0o755);
    const path = join(folder.path, 'data');
    assert.deepEqual(
      await refusedStart({ DATA_DIR: path }, [], asOrdinaryUser),
      sentence(
        `The data directory ${path} cannot be used (no permission): set DATA_DIR to a folder that you may write to.`,
      ),
    );
  });

  it('when the path is too long for a socket', async () => {
    await using folder = await temporaryFolder('data');
    const path = join(folder.path, 'x'.repeat(100));
    await chmod(folder.path, 0o755);
    await mkdir(path);
    const { code, said } = await refusedStart({ DATA_DIR: path });
    assert.equal(code, 1);
    assert.match(
      said,
      /^The path of the data directory is too long for PostgreSQL's socket \([^\n]+\): set DATA_DIR to a shorter one\.\n$/,
    );
  });

  for (const [name, value] of [
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'ftp://x'],
    ['LOG_LEVEL', 'loud'],
    ['ANONYMOUS_READ', 'maybe'],
  ] as const) {
    it(`when ${name} is ${value}`, async () => {
      await using data = await temporaryFolder('data');
      const { code, said } = await refusedStart({ DATA_DIR: data.path, [name]: value });
      assert.equal(code, 1);
      assert.match(said, new RegExp(`^${name} is not usable: [^\\n]+\\n$`));
    });
  }

  for (const version of ['18.20.8', '20.20.2', '22.17.1']) {
    it(`when Node is ${version}`, async () => {
      const fake = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
      const flags = ['--import', `data:text/javascript,${encodeURIComponent(fake)}`];
      assert.deepEqual(
        await refusedStart({}, flags),
        sentence(
          `Skill Marketplace needs Node 22.19 or later to run on this platform; this is Node ${version}. Install it from https://nodejs.org and try again.`,
        ),
      );
    });
  }

  it('when the platform has no embedded PostgreSQL', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const fake = `Object.defineProperty(process, 'platform', { value: 'win32' })`;
    const flags = ['--import', `data:text/javascript,${encodeURIComponent(fake)}`];
    assert.deepEqual(
      await refusedStart({ DATA_DIR: data.path }, flags),
      sentence(
        'The embedded PostgreSQL does not run on Windows yet: set DATABASE_URL to a PostgreSQL 15 or later, or start in WSL.',
      ),
    );
  });

  it('and so it is with a PostgreSQL that cannot start', async () => {
    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const cluster = join(data.path, 'postgres/cluster');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '9\n');
    const { code, said } = await refusedStart({ DATA_DIR: data.path });
    assert.equal(code, 1);
    assert.equal(
      said,
      `PostgreSQL did not start; the end of ${join(data.path, 'postgres/postgres.log')} says why.\n`,
    );
  });
});
