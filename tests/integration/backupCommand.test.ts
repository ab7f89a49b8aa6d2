import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { BackupManifest } from '../../server/src/backup/format.ts';
import { cloneDatabase } from '../support/database.ts';
import { runMarketplace, startMarketplace } from '../support/marketplace.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const FILE = 'marketplace.tar.gz';

describe('the commands backup and restore', function () {
  this.timeout(120_000);

  it('move a marketplace that serves to another data directory, where it goes on as itself', async () => {
    await using original = await startMarketplace();
    const skillId = 'starter/code-review';
    const { credentials, url, stateHome } = original;
    await createMarketplaceClient({ url, token: credentials.token }).ratings.rate.mutate({
      skillId,
      rating: 4,
    });
    await using folder = await temporaryFolder('backups');
    const env = { INIT_CWD: folder.path };
    const made = await runMarketplace(['backup', FILE], original, env);
    assert.deepEqual(
      [made.code, made.stderr],
      [0, `Using the marketplace of ${original.dataDir}.\n`],
    );
    assert.match(
      made.stdout,
      /^Wrote [\d,]+ rows of \d+ tables to marketplace\.tar\.gz\. Keep it safe: it holds the server's secret\.\n$/,
    );

    const refused = await runMarketplace(['restore', FILE], original, env);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(
      refused.stderr,
      /\nA server runs on [^\n]+: stop it first, or set DATA_DIR to another folder\.\n$/,
    );

    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const elsewhere = { dataDir: data.path, stateHome };
    const restored = await runMarketplace(['restore', FILE], elsewhere, env);
    assert.deepEqual(
      [restored.code, restored.stderr],
      [0, `Using the marketplace of ${data.path}.\n`],
    );
    assert.match(
      restored.stdout,
      new RegExp(
        `^Restored [\\d,]+ rows of \\d+ tables, .* This is the marketplace ${credentials.instanceId} from now on: [^\\n]+\\n$`,
      ),
    );

    await original.stop();
    await using moved = await startMarketplace(elsewhere);
    assert.equal(moved.credentials.instanceId, credentials.instanceId);
    const client = createMarketplaceClient({ url: moved.url, token: credentials.token });
    assert.deepEqual((await client.session.whoAmI.query()).roles, ['member', 'admin']);
    assert.equal((await client.skills.byId.query({ id: skillId })).averageRating, 4);
    assert.equal(
      (await client.skills.search.query({ query: 'code review' })).items.length > 0,
      true,
    );
  });

  it('print one object, and no secret, with --json', async () => {
    await using marketplace = await startMarketplace();
    await using folder = await temporaryFolder('backups');
    const path = join(folder.path, FILE);
    const { code, stdout, stderr } = await runMarketplace(['backup', path, '--json'], marketplace);
    assert.deepEqual([code, stderr, stdout.indexOf('\n')], [0, '', stdout.length - 1]);
    const manifest = BackupManifest.strict().parse(JSON.parse(stdout));
    assert.equal(manifest.instanceId, marketplace.credentials.instanceId);
    const again = await runMarketplace(['backup', path], marketplace);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /exists: give another name, or --force to replace it\.\n$/);

    await using data = await temporaryFolder('data');
    await chmod(data.path, 0o755);
    const restored = await runMarketplace(['restore', path, '--json'], {
      dataDir: data.path,
      stateHome: marketplace.stateHome,
    });
    assert.deepEqual([restored.code, restored.stderr], [0, '']);
    assert.deepEqual(JSON.parse(restored.stdout), { ...manifest, migrated: [] });
  });

  it('refuse to restore into a shared database while a server serves it', async () => {
    await using database = await cloneDatabase();
    const env = { DATABASE_URL: database.url };
    await using marketplace = await startMarketplace({ env });
    await using folder = await temporaryFolder('backups');
    const path = join(folder.path, FILE);
    assert.equal((await runMarketplace(['backup', path], marketplace, env)).code, 0);
    const { code, stderr } = await runMarketplace(['restore', path], marketplace, env);
    assert.equal(code, 1);
    assert.match(stderr, /\nA server or a command uses that database: stop it first\.\n$/);
  });
});
