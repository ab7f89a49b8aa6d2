import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { doubtsAbout } from '../../server/src/features/policy/doubtfulRules.ts';
import { DEFAULT_POLICY, HousePolicy } from '../../server/src/features/policy/housePolicy.ts';
import { putIntoForce } from '../../server/src/features/policy/rulesInForce.ts';
import { watchRules } from '../../server/src/features/policy/watchRules.ts';
import { startHub, type Hub } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { runMarketplace, startMarketplace } from '../support/marketplace.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

type Rules = z.input<typeof HousePolicy>;

const given = (rules: Rules) => ({
  housePolicy: HousePolicy.parse(rules),
  housePolicyGiven: true,
});
const WITHOUT_FILE = { housePolicy: DEFAULT_POLICY, housePolicyGiven: false };

describe('the rules of the house in force', function () {
  this.timeout(60_000);
  let hub: Hub;
  beforeEach(async () => (hub = await startHub()));
  afterEach(() => hub[Symbol.asyncDispose]());

  it('are those of the last start with a file, and stay where one is started without', async () => {
    assert.deepEqual(await putIntoForce(hub.orm, WITHOUT_FILE), {
      rules: DEFAULT_POLICY,
      changed: [],
      areKept: false,
    });
    const strict = given({ requireTwoPeople: true, allowedLicences: ['MIT'] });
    const { changed } = await putIntoForce(hub.orm, strict);
    assert.deepEqual(changed, ['requireTwoPeople', 'allowedLicences']);
    assert.deepEqual(await putIntoForce(hub.orm, WITHOUT_FILE), {
      rules: strict.housePolicy,
      changed: [],
      areKept: true,
    });
    await putIntoForce(hub.orm, given({}));
    assert.equal((await putIntoForce(hub.orm, WITHOUT_FILE)).areKept, false);
  });

  it('are on record when they change, with what changed alone', async () => {
    await putIntoForce(hub.orm, given({ requireTwoPeople: true }));
    await putIntoForce(hub.orm, given({ requireTwoPeople: true }));
    await putIntoForce(hub.orm, given({ allowedLicences: ['MIT'] }));
    const { items } = await hub.ownerClient.audit.list.query({ action: 'policy.change' });
    assert.deepEqual(
      items.map(({ actor, before, after }) => [actor, before, after]),
      [
        [
          null,
          { requireTwoPeople: true, allowedLicences: null },
          { requireTwoPeople: false, allowedLicences: ['MIT'] },
        ],
        [null, { requireTwoPeople: false }, { requireTwoPeople: true }],
      ],
    );
  });

  it('bind the command line, which refuses a file with others', async () => {
    await using folder = await temporaryFolder('policy');
    const file = join(folder.path, 'house.json');
    const run = (args: string[], env: NodeJS.ProcessEnv = {}) =>
      runMarketplace(
        args,
        { dataDir: hub.config.dataDirectory, stateHome: hub.config.dataDirectory },
        { DATABASE_URL: hub.databaseUrl, ...env },
      );
    await hub.ownerClient.publishing.publish.mutate(publicationOf('acme', 'own'));
    await hub.changeState('acme/own', '1.0.0', { decision: 'undecided' });
    await writeFile(file, '{"requireTwoPeople":true}');
    const early = await run(['approve', 'acme/own'], { POLICY_FILE: file });
    assert.equal(early.code, 1);
    assert.match(
      early.stderr,
      /^POLICY_FILE says otherwise about requireTwoPeople than the rules that this marketplace goes by: start the server with that file/m,
    );
    await putIntoForce(hub.orm, given({ requireTwoPeople: true }));
    for (const env of [{}, { POLICY_FILE: file }]) {
      const own = await run(['approve', 'acme/own'], env);
      assert.equal(own.code, 1);
      assert.match(own.stderr, /You brought in acme\/own 1\.0\.0, and here two people look/);
    }
  });

  it('are told apart by servers of one database that do not agree, once', async () => {
    const own = await putIntoForce(hub.orm, given({ requireTwoPeople: true }));
    const warnings: string[] = [];
    const logger = { warn: (text: unknown) => warnings.push(String(text)) };
    using _watched = watchRules(hub.orm, own.rules, logger, 5);
    await putIntoForce(hub.orm, given({ maturitySetBy: 'admin' }));
    await eventually(() => {
      assert.match(
        warnings.at(-1) ?? '',
        /other rules of the house, about requireTwoPeople and ma/,
      );
    });
    await putIntoForce(hub.orm, given({ agentsMustBeRegistered: true }));
    await eventually(() => {
      assert.match(warnings.at(-1) ?? '', /about requireTwoPeople and agentsMustBeRegistered,/);
    });
    assert.equal(warnings.length, 2);
  });

  it('are doubted where they name people or categories that are not there', async () => {
    await hub.addUser('Ada');
    await hub.importFiles({
      'a/SKILL.md': skillText({ name: 'a', frontmatter: { category: 'knitting' } }),
    });
    const doubts = (rules: Rules) => doubtsAbout(hub.orm.em.fork(), HousePolicy.parse(rules));
    assert.deepEqual(
      await doubts({
        whoMayPublish: { users: ['ada', 'bea'] },
        allowedCategories: ['data', 'knitting', 'devop'],
      }),
      [
        'whoMayPublish names bea, who has no account here yet: check the spelling',
        'allowedCategories names devop, which no skill is in yet: check the spelling; the usual ones are development, testing, devops, data, security, design, documentation, writing, productivity, business, research, media and other',
      ],
    );
    assert.deepEqual(await doubts({}), []);
  });

  it('are kept by a server that is started without the file, which says so', async () => {
    await using folder = await temporaryFolder('policy');
    const file = join(folder.path, 'house.json');
    await writeFile(file, '{"requireTwoPeople":true,"whoMayPublish":{"users":["nobody-yet"]}}');
    await using first = await startMarketplace({ env: { POLICY_FILE: file } });
    assert.match(first.output(), /The rules of the house changed: whoMayPublish and requireTwoPeo/);
    assert.match(first.output(), /whoMayPublish names nobody-yet, who has no account here yet/);
    await first.stop();
    await using second = await startMarketplace(first);
    assert.match(
      second.output(),
      /POLICY_FILE is not set: the rules of the house .* stay in force/,
    );
  });
});
