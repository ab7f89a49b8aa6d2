import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { startOnLeash } from '../support/leashedProcess.ts';
import { repositoryRoot } from '../support/paths.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { postgresPid, untilEnded } from './embeddedPostgres.ts';
import { asOrdinaryUser, ORDINARY_USER_ID } from './ordinaryUser.ts';

describe('an ordinary user', function () {
  this.timeout(60_000);

  it('starts it in a folder of their own, and PostgreSQL runs as them', async function () {
    // Everywhere else the tests run as an ordinary user already.
    if (process.getuid?.() !== 0) return;
    await using home = await temporaryFolder('home');
    await chown(home.path, ORDINARY_USER_ID, ORDINARY_USER_ID);
    const data = join(home.path, 'data');
    const [command, ...prefix] = asOrdinaryUser;
    await using server = await startOnLeash(
      command,
      [...prefix, process.execPath, join(repositoryRoot, 'server/bin/start.mjs')],
      {
        cwd: home.path,
        env: { PATH: process.env['PATH'], HOME: home.path, DATA_DIR: data, PORT: '0' },
      },
    );
    const [, url = ''] = await server.waitForOutput(/ready at (http\S+)[^]*Ctrl-C/, 50_000);
    assert.ok((await createMarketplaceClient({ url }).skills.search.query({})).total >= 8);
    const postgres = postgresPid(data);
    assert.equal(statSync(`/proc/${postgres}`).uid, ORDINARY_USER_ID);
    await server.stop();
    await untilEnded(postgres);
  });
});
