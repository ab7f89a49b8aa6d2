import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { runMarketplace, startMarketplace } from '../support/marketplace.ts';
import { folderOf, skillText } from '../support/skillFolder.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { postgresHome, postgresPid } from './embeddedPostgres.ts';

const SKILL = { 'mine/deploy/SKILL.md': skillText({ name: 'deploy' }) };

/** A parent folder that the account of PostgreSQL may pass, with a data directory to be made in it. */
async function freshPlace() {
  const folder = await temporaryFolder('place');
  await chmod(folder.path, 0o755);
  return { ...folder, dataDir: join(folder.path, 'data'), stateHome: join(folder.path, 'state') };
}

async function importInto(place: { dataDir: string; stateHome: string }, source: string) {
  const { code, stdout, stderr } = await runMarketplace(['import', source, '--json'], place);
  assert.equal(code, 0, stderr);
  const { created, unchanged } = JSON.parse(stdout);
  return { created, unchanged };
}

describe('a data directory', () => {
  it('that is moved keeps its skills', async () => {
    await using place = await freshPlace();
    await using source = await folderOf(SKILL);
    const folder = join(source.path, 'mine');
    assert.deepEqual(await importInto(place, folder), { created: 1, unchanged: 0 });
    const moved = `${place.dataDir}-moved`;
    await rename(place.dataDir, moved);
    assert.deepEqual(await importInto({ ...place, dataDir: moved }, folder), {
      created: 0,
      unchanged: 1,
    });
  });

  it('that is copied shares nothing with the original', async () => {
    await using place = await freshPlace();
    await using source = await folderOf(SKILL);
    await using other = await folderOf({ 'theirs/audit/SKILL.md': skillText({ name: 'audit' }) });
    await importInto(place, join(source.path, 'mine'));
    const copy = { ...place, dataDir: `${place.dataDir}-copy` };
    await promisify(execFile)('cp', ['-a', place.dataDir, copy.dataDir]);
    const theirs = join(other.path, 'theirs');
    assert.deepEqual(await importInto(copy, theirs), { created: 1, unchanged: 0 });
    assert.deepEqual(await importInto(place, theirs), { created: 1, unchanged: 0 });
  });

  it('starts although its postmaster.pid names another living process, as after a reboot', async () => {
    await using place = await freshPlace();
    await using source = await folderOf(SKILL);
    const folder = join(source.path, 'mine');
    await importInto(place, folder);
    const home = postgresHome(place.dataDir);
    const lines = [
      process.pid,
      join(home, 'cluster'),
      1,
      5432,
      join(home, 's'),
      '',
      '',
      'ready   ',
      '',
    ];
    await writeFile(join(home, 'cluster', 'postmaster.pid'), lines.join('\n'));
    assert.deepEqual(await importInto(place, folder), { created: 0, unchanged: 1 });
  });

  it('whose PostgreSQL is killed ends its server with a sentence, and loses nothing acknowledged', async () => {
    await using first = await startMarketplace();
    const { dataDir, stateHome, url, credentials } = first;
    const client = createMarketplaceClient({ url, token: credentials.token });
    await client.ratings.rate.mutate({ skillId: 'starter/code-review', rating: 4 });
    process.kill(postgresPid(dataDir), 'SIGKILL');
    const { code } = await first.exited;
    assert.equal(code, 1);
    assert.match(
      first.output(),
      /The embedded PostgreSQL ended unexpectedly; .* says why\. Start again/,
    );
    await using second = await startMarketplace({ dataDir, stateHome });
    const again = createMarketplaceClient({ url: second.url });
    const { ratingCount } = await again.skills.byId.query({ id: 'starter/code-review' });
    assert.equal(ratingCount, 1);
  });

  it('keeps its credentials in the same file when another command uses it first', async () => {
    await using place = await freshPlace();
    await using source = await folderOf(SKILL);
    await using marketplace = await startMarketplace({
      dataDir: place.dataDir,
      stateHome: place.stateHome,
    });
    await importInto(place, join(source.path, 'mine'));
    const { token } = JSON.parse(await readFile(join(place.dataDir, 'credentials.json'), 'utf8'));
    const { user } = await createMarketplaceClient({
      url: marketplace.url,
      token,
    }).session.whoAmI.query();
    assert.ok(user !== null);
  });
});
