import assert from 'node:assert/strict';
import { startHub } from '../support/app.ts';
import { skillText } from '../support/skillFolder.ts';
describe('smoke', () => {
  it('starts', async () => {
    const t = performance.now();
    await using hub = await startHub();
    console.log('hub', performance.now() - t);
    const r = await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }) });
    console.log(JSON.stringify(r), performance.now() - t);
    console.log(JSON.stringify(await hub.client.skills.search.query({ query: 'deploy' })));
    const u = await hub.addUser('u');
    console.log(await u.client.session.whoAmI.query(), await hub.ownerClient.session.whoAmI.query());
    console.log(performance.now() - t);
  });
  it('again', async () => {
    await using hub = await startHub();
    await hub.client.skills.search.query();
  });
});
