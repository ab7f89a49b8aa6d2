import assert from 'node:assert/strict';
import { startHub, type Hub } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { assertWhole } from '../support/storedState.ts';
import { publishRace, type PublishRace } from '../support/publishRace.ts';

const ROUNDS = 20;

describe('sixteen who publish one version at once', function () {
  this.timeout(120_000);
  let hub: Hub;
  let publishAtOnce: PublishRace;
  before(async () => {
    hub = await startHub();
    publishAtOnce = publishRace({ url: hub.url, token: hub.owner.token });
  });
  after(() => hub[Symbol.asyncDispose]());

  it('with different bytes: one wins, and all others get version_exists', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await publishAtOnce((client) =>
        publicationOf('acme', `race-${round}`, { 'a.txt': `${client}` }, { version: '1.0.0' }),
      );
      assert.deepEqual(outcomes, { created: 1, version_exists: 15 });
    }
    await assertWhole(hub.orm);
  });

  it('with the same bytes: all succeed, and it is there once', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await publishAtOnce(() =>
        publicationOf('acme', `same-${round}`, { 'a.txt': `${round}` }, { version: '1.0.0' }),
      );
      assert.deepEqual(outcomes, { created: 1, unchanged: 15 });
    }
    await assertWhole(hub.orm);
  });

  it('under a publisher that none of them has seen before: each gets its skill', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const outcomes = await publishAtOnce((client) =>
        publicationOf(`fresh-${round}`, `skill-${client}`, { 'a.txt': 'shared by all' }),
      );
      assert.deepEqual(outcomes, { created: 16 });
    }
    await assertWhole(hub.orm);
  });

  it('while imports of the same skills run: nothing waits in a circle, and all is whole', async () => {
    const tree = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [
        `mixed-${n}/SKILL.md`,
        `---\nname: mixed-${n}\ndescription: Imported.\n---\n`,
      ]),
    );
    const publishing = Array.from({ length: 30 }, (_, n) =>
      hub.ownerClient.publishing.publish.mutate(
        publicationOf('mixed', `mixed-${n}`, {}, { version: '2.0.0' }),
      ),
    );
    const [report] = await Promise.all([hub.importFiles(tree, 'mixed'), ...publishing]);
    assert.equal(report.failed, 0);
    const versions = await assertWhole(hub.orm);
    assert.equal(versions.filter((version) => version.startsWith('mixed/')).length, 60);
  });
});
