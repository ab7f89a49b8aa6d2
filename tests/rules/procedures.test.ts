import assert from 'node:assert/strict';
import { procedureDefinitions } from '../support/procedures.ts';

/** Every procedure of the contract that has landed, with its kind. */
const CONTRACT = {
  'accounts.create': 'mutation',
  'accounts.disable': 'mutation',
  'accounts.enable': 'mutation',
  'accounts.list': 'query',
  'accounts.setRoles': 'mutation',
  'advisories.check': 'query',
  'agents.list': 'query',
  'agents.register': 'mutation',
  'agents.remove': 'mutation',
  'agents.update': 'mutation',
  'audit.list': 'query',
  'installs.install': 'mutation',
  'installs.list': 'query',
  'installs.plan': 'query',
  'installs.uninstall': 'mutation',
  'moderation.approve': 'mutation',
  'moderation.block': 'mutation',
  'moderation.purge': 'mutation',
  'moderation.unblock': 'mutation',
  'moderation.waiting': 'query',
  'publishers.members': 'query',
  'publishers.setVisibility': 'mutation',
  'publishing.import': 'mutation',
  'publishing.publish': 'mutation',
  'publishing.yank': 'mutation',
  'ratings.appeal': 'mutation',
  'ratings.appeals': 'query',
  'ratings.dismissReports': 'mutation',
  'ratings.hide': 'mutation',
  'ratings.list': 'query',
  'ratings.mine': 'query',
  'ratings.rate': 'mutation',
  'ratings.rejectAppeal': 'mutation',
  'ratings.remove': 'mutation',
  'ratings.report': 'mutation',
  'ratings.reports': 'query',
  'ratings.restore': 'mutation',
  'server.info': 'query',
  'session.whoAmI': 'query',
  'signIn.finish': 'mutation',
  'signIn.methods': 'query',
  'signIn.start': 'mutation',
  'skills.byId': 'query',
  'skills.categories': 'query',
  'skills.deprecate': 'mutation',
  'skills.original': 'query',
  'skills.rename': 'mutation',
  'skills.search': 'query',
  'skills.setCategory': 'mutation',
  'skills.setTags': 'mutation',
  'skills.setVisibility': 'mutation',
  'skills.transfer': 'mutation',
  'skills.undeprecate': 'mutation',
  'tokens.create': 'mutation',
  'tokens.list': 'query',
  'tokens.revoke': 'mutation',
};

/** Procedures that take no input at all. */
const WITHOUT_INPUT = ['session.whoAmI', 'signIn.methods', 'skills.categories'];

describe('the procedures', () => {
  it('are exactly those of the contract, each of its kind', () => {
    assert.deepEqual(
      Object.fromEntries(procedureDefinitions().map(([path, { type }]) => [path, type])),
      CONTRACT,
    );
  });

  for (const [path, { inputs, output }] of procedureDefinitions()) {
    it(`${path} has an explicit input and output schema`, () => {
      assert.equal(inputs.length, WITHOUT_INPUT.includes(path) ? 0 : 1);
      assert.ok(output !== undefined, 'the output schema is missing');
    });
  }
});
