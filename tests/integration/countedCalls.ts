import assert from 'node:assert/strict';
import { publicationOf } from '../support/publication.ts';
import { skillText } from '../support/skillFolder.ts';
import { installId, manyFiles, SKILL, tokenId, type FilledHub } from './filledHub.ts';

/** One call of a procedure, and what it costs. */
export interface CountedCall {
  /** Statements of one request; one of them finds out who calls. `upTo` where rungs of a ladder are left out. */
  statements: number | { upTo: number };
  call: (filled: FilledHub) => Promise<unknown>;
}

/** Every procedure with what one call of it costs, however much there is. */
export const CALLS: Record<string, CountedCall> = {
  'accounts.create': {
    statements: 7,
    call: ({ hub }) => hub.ownerClient.accounts.create.mutate({ name: 'made' }),
  },
  'accounts.disable': {
    statements: 8,
    call: ({ hub }) => hub.ownerClient.accounts.disable.mutate({ name: 'leaver', reason: 'Left.' }),
  },
  'accounts.enable': {
    statements: 7,
    call: ({ hub }) => hub.ownerClient.accounts.enable.mutate({ name: 'leaver' }),
  },
  'accounts.list': {
    statements: 2,
    call: ({ hub }) => hub.ownerClient.accounts.list.query({ limit: 100 }),
  },
  'accounts.setRoles': {
    statements: 8,
    call: ({ hub }) =>
      hub.ownerClient.accounts.setRoles.mutate({ name: 'caller', roles: ['reviewer'] }),
  },
  'tokens.create': {
    statements: 9,
    call: ({ caller }) => caller.client.tokens.create.mutate({ name: 'made', scopes: ['read'] }),
  },
  'tokens.list': {
    statements: 2,
    call: ({ caller }) => caller.client.tokens.list.query({ limit: 100 }),
  },
  'tokens.revoke': {
    statements: 7,
    async call({ caller, size }) {
      const { alsoRevoked } = await caller.client.tokens.revoke.mutate({ id: tokenId });
      assert.equal(alsoRevoked, size);
    },
  },
  'signIn.methods': { statements: 0, call: ({ hub }) => hub.client.signIn.methods.query() },
  'signIn.start': {
    statements: { upTo: 4 },
    call: ({ hub }) => hub.client.signIn.start.mutate({ method: 'github' }),
  },
  'signIn.finish': {
    // What begins it is counted too.
    statements: { upTo: 20 },
    async call({ hub }) {
      const { attempt } = await hub.client.signIn.start.mutate({ method: 'github' });
      assert.equal((await hub.client.signIn.finish.mutate({ attempt })).status, 'done');
    },
  },
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
  'ratings.mine': {
    statements: 5,
    call: ({ rater }) => rater.client.ratings.mine.query({ skillId: SKILL }),
  },
  'ratings.rate': {
    statements: 9,
    call: ({ rater }) => rater.client.ratings.rate.mutate({ skillId: SKILL, rating: 4 }),
  },
  'ratings.report': {
    statements: 7,
    call: ({ caller, ratingId }) =>
      caller.client.ratings.report.mutate({ ratingId, reason: 'Rude.' }),
  },
  'ratings.reports': {
    statements: 2,
    call: ({ reviewer }) => reviewer.client.ratings.reports.query(),
  },
  'ratings.dismissReports': {
    statements: 8,
    call: ({ reviewer, ratingId }) => reviewer.client.ratings.dismissReports.mutate({ ratingId }),
  },
  'ratings.hide': {
    statements: 11,
    call: ({ reviewer, ratingId }) =>
      reviewer.client.ratings.hide.mutate({ ratingId, reason: 'Rude.' }),
  },
  'ratings.appeal': {
    statements: 7,
    call: ({ rater, ratingId }) =>
      rater.client.ratings.appeal.mutate({ ratingId, text: 'Not so.' }),
  },
  'ratings.appeals': {
    statements: 2,
    call: ({ reviewer }) => reviewer.client.ratings.appeals.query(),
  },
  'ratings.rejectAppeal': {
    statements: 8,
    call: ({ reviewer, ratingId }) =>
      reviewer.client.ratings.rejectAppeal.mutate({ ratingId, reason: 'So.' }),
  },
  'ratings.restore': {
    statements: 10,
    call: ({ reviewer, ratingId }) => reviewer.client.ratings.restore.mutate({ ratingId }),
  },
  'ratings.remove': {
    statements: 8,
    call: ({ rater }) => rater.client.ratings.remove.mutate({ skillId: SKILL }),
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
    statements: 28,
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
    statements: { upTo: 13 },
    call: ({ caller }) =>
      caller.client.publishing.yank.mutate({ skillId: SKILL, version: '1.0.0', reason: 'old' }),
  },
  'agents.register': {
    statements: 7,
    call: ({ caller }) => caller.client.agents.register.mutate({ id: 'helper' }),
  },
  'agents.update': {
    statements: 5,
    call: ({ caller }) => caller.client.agents.update.mutate({ id: 'helper', maturity: 'intern' }),
  },
  'agents.list': { statements: 2, call: ({ caller }) => caller.client.agents.list.query() },
  'agents.remove': {
    statements: 5,
    call: ({ caller }) => caller.client.agents.remove.mutate({ id: 'helper' }),
  },
  'audit.list': {
    statements: 2,
    call: ({ hub }) => hub.ownerClient.audit.list.query({ subject: SKILL, limit: 100 }),
  },
  'skills.setCategory': {
    statements: 7,
    call: ({ caller }) =>
      caller.client.skills.setCategory.mutate({ skillId: SKILL, category: 'research' }),
  },
  'skills.setVisibility': {
    statements: { upTo: 14 },
    call: ({ caller }) =>
      caller.client.skills.setVisibility.mutate({ skillId: SKILL, visibility: 'members' }),
  },
  'publishers.members': {
    statements: 3,
    async call({ caller, size }) {
      const { items } = await caller.client.publishers.members.query({
        publisher: 'acme',
        limit: 100,
      });
      assert.equal(items.length, size);
    },
  },
  'publishers.setVisibility': {
    statements: { upTo: 12 },
    call: ({ caller }) =>
      caller.client.publishers.setVisibility.mutate({ publisher: 'acme', visibility: 'everyone' }),
  },
  'skills.setTags': {
    // Only a skill that has a version to install is indexed; so in all that follow.
    statements: { upTo: 9 },
    call: ({ caller }) => caller.client.skills.setTags.mutate({ skillId: SKILL, tags: ['sea'] }),
  },
  'skills.deprecate': {
    statements: 7,
    call: ({ caller }) => caller.client.skills.deprecate.mutate({ skillId: SKILL }),
  },
  'skills.undeprecate': {
    statements: 7,
    call: ({ caller }) => caller.client.skills.undeprecate.mutate({ skillId: SKILL }),
  },
  'skills.rename': {
    statements: { upTo: 18 },
    call: ({ caller }) => caller.client.skills.rename.mutate({ skillId: SKILL, name: 'ship' }),
  },
  'skills.transfer': {
    statements: { upTo: 20 },
    call: ({ hub }) =>
      hub.ownerClient.skills.transfer.mutate({ skillId: SKILL, publisher: 'globex' }),
  },
  'moderation.waiting': {
    statements: 3,
    call: ({ reviewer }) => reviewer.client.moderation.waiting.query({ limit: 100 }),
  },
  'moderation.approve': {
    statements: 14,
    call: ({ reviewer }) =>
      reviewer.client.moderation.approve.mutate({ skillId: SKILL, version: '2.0.0' }),
  },
  'moderation.block': {
    statements: { upTo: 13 },
    call: ({ reviewer }) =>
      reviewer.client.moderation.block.mutate({
        skillId: SKILL,
        version: '2.0.0',
        reason: 'Leaks.',
      }),
  },
  'moderation.unblock': {
    statements: { upTo: 10 },
    call: ({ reviewer }) =>
      reviewer.client.moderation.unblock.mutate({
        skillId: SKILL,
        version: '2.0.0',
        reason: 'It does not.',
      }),
  },
  'advisories.check': {
    // One of them is our own.
    statements: 5,
    async call({ caller, hub }) {
      const rows = await hub.orm.em
        .fork()
        .execute<{ digest: string }[]>('select digest from bundles order by digest');
      const digests = rows.map(({ digest }) => digest);
      assert.notEqual((await caller.client.advisories.check.query({ digests })).length, 0);
    },
  },
  'moderation.purge': {
    statements: { upTo: 27 },
    call: ({ hub }) =>
      hub.ownerClient.moderation.purge.mutate({
        skillId: SKILL,
        version: '2.0.0',
        reason: 'A key.',
      }),
  },
};
