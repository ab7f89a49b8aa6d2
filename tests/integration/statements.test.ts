import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { appRouter } from '../../server/src/router.ts';
import { startHub, type Hub, type HubUser } from '../support/app.ts';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { listenToStatements, type StatementLog } from '../support/statements.ts';

/** A hub that holds as much of everything as `size` says, and somebody to call it. */
interface FilledHub {
  hub: Hub;
  log: StatementLog;
  size: number;
  /** Has installed and rated, and may publish for `acme`. */
  caller: HubUser;
}

interface CountedCall {
  /** Statements of one request; one of them finds out who calls. `upTo` where rungs of a ladder are left out. */
  statements: number | { upTo: number };
  call: (filled: FilledHub) => Promise<unknown>;
}

const SKILL = 'acme/deploy';
const FEW = 1;
const MANY = 20;

/** Every procedure with what one call of it costs, however much there is. */
const CALLS: Record<string, CountedCall> = {
  'server.info': { statements: 1, call: ({ caller }) => caller.client.server.info.query({}) },
  'session.whoAmI': { statements: 1, call: ({ caller }) => caller.client.session.whoAmI.query() },
  'skills.search': {
    // The less is found, the more ways are tried; how many rows a way finds changes nothing.
    statements: { upTo: 10 },
    async call({ caller, size }) {
      const { items } = await caller.client.skills.search.query({ query: 'anchor', limit: 100 });
      assert.equal(items.length, size);
    },
  },
  'skills.categories': {
    statements: 2,
    call: ({ caller }) => caller.client.skills.categories.query(),
  },
  'skills.byId': {
    statements: 7,
    async call({ caller, size }) {
      const { versions, files } = await caller.client.skills.byId.query({ id: SKILL });
      assert.deepEqual([versions.length, files.length], [size, size + 1]);
    },
  },
  'skills.original': {
    statements: 7,
    call: ({ caller }) => caller.client.skills.original.query({ id: SKILL }),
  },
  'ratings.list': {
    statements: 4,
    async call({ caller, size }) {
      const { items } = await caller.client.ratings.list.query({ skillId: SKILL, limit: 100 });
      assert.equal(items.length, size);
    },
  },
  'ratings.rate': {
    statements: 8,
    call: ({ caller }) => caller.client.ratings.rate.mutate({ skillId: SKILL, rating: 4 }),
  },
  'ratings.remove': {
    statements: 7,
    call: ({ caller }) => caller.client.ratings.remove.mutate({ skillId: SKILL }),
  },
  'installs.plan': {
    statements: 5,
    call: ({ caller }) => caller.client.installs.plan.query({ skillId: SKILL }),
  },
  'installs.list': {
    statements: 3,
    async call({ caller, size }) {
      const { items } = await caller.client.installs.list.query({ limit: 100 });
      assert.equal(items.length, size);
    },
  },
  'installs.install': {
    statements: 10,
    call: ({ caller }) =>
      caller.client.installs.install.mutate({ skillId: SKILL, target: 'somewhere/else' }),
  },
  'installs.uninstall': {
    statements: 4,
    async call({ caller }) {
      await caller.client.installs.uninstall.mutate({ installId });
    },
  },
  'publishing.publish': {
    statements: 20,
    call: ({ caller, size }) =>
      caller.client.publishing.publish.mutate(
        publicationOf('acme', 'deploy', manyFiles(size, 'published'), { version: '2.0.0' }),
      ),
  },
  'publishing.import': {
    statements: 24,
    call: ({ caller }) =>
      caller.client.publishing.import.mutate({
        publisher: 'acme',
        source: {
          type: 'raw_content',
          content: skillText({ name: 'brought-in' }),
        },
      }),
  },
  'publishing.yank': {
    statements: 7,
    call: ({ caller }) =>
      caller.client.publishing.yank.mutate({ skillId: SKILL, version: '1.0.0', reason: 'old' }),
  },
};

/** An install of the caller's, the same on every hub. */
const installId = randomUUID();

function manyFiles(size: number, text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => [`references/${index}.md`, `${text} ${index}`]),
  );
}

/** `size` skills, versions and files of the first skill, ratings of it, and installs of the caller. */
async function fill(hub: Hub, size: number): Promise<FilledHub> {
  const caller = await hub.addUser('caller', { publishers: ['acme'] });
  for (let index = 0; index < size; index += 1) {
    const version = `1.0.${index}`;
    await hub.ownerClient.publishing.publish.mutate(
      publicationOf(
        'acme',
        'deploy',
        {
          // Its name is one that agents would not load, so that there is an original.
          'SKILL.md': skillText({ name: 'Deploy It', description: `Drops the anchor, ${index}` }),
          ...manyFiles(size, version),
        },
        { name: 'deploy', version },
      ),
    );
    if (index > 0) {
      await hub.importFiles({
        [`other-${index}/SKILL.md`]: skillText({
          name: `other-${index}`,
          description: 'Drops the anchor too',
        }),
      });
    }
    const { client } = index === 0 ? caller : await hub.addUser(`rater-${index}`);
    await client.ratings.rate.mutate({ skillId: SKILL, rating: 5 });
    await caller.client.installs.install.mutate({
      skillId: SKILL,
      target: `folder-${index}`,
      ...(index === 0 ? { installId } : {}),
    });
  }
  return { hub, caller, size, log: await listenToStatements(hub.orm) };
}

describe('the statements of a request', function () {
  this.timeout(60_000);
  const filled: FilledHub[] = [];
  const hubs = new AsyncDisposableStack();

  before(async () => {
    for (const size of [FEW, MANY]) filled.push(await fill(hubs.use(await startHub()), size));
  });
  after(() => hubs.disposeAsync());

  it('are counted for every procedure', () => {
    assert.deepEqual(Object.keys(CALLS).sort(), Object.keys(appRouter._def.procedures).sort());
  });

  for (const [procedure, { statements, call }] of Object.entries(CALLS)) {
    const isExact = typeof statements === 'number';
    const most = isExact ? statements : statements.upTo;
    it(`${procedure} are ${isExact ? '' : 'up to '}${most}, however much there is`, async () => {
      const counts: number[] = [];
      const sent: string[] = [];
      for (const hub of filled) {
        const heard = await hub.log.during(() => call(hub));
        counts.push(heard.length);
        sent.push(...heard.map(({ sql }) => sql.trim().replace(/\s+/g, ' ').slice(0, 120)), '');
      }
      const isAsSaid = counts.every((count) => (isExact ? count === most : count <= most));
      assert.ok(isAsSaid, `${counts.join(' and ')} instead of ${most}\n${sent.join('\n')}`);
    });
  }
});
