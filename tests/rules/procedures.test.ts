import assert from 'node:assert/strict';
import { appRouter } from '../../server/src/router.ts';

/** Every procedure of the contract that has landed, with its kind. */
const CONTRACT = {
  'installs.install': 'mutation',
  'installs.list': 'query',
  'installs.plan': 'query',
  'installs.uninstall': 'mutation',
  'ratings.list': 'query',
  'ratings.rate': 'mutation',
  'ratings.remove': 'mutation',
  'server.info': 'query',
  'session.whoAmI': 'query',
  'skills.byId': 'query',
  'skills.categories': 'query',
  'skills.search': 'query',
};

/** Procedures that take no input at all. */
const WITHOUT_INPUT = ['session.whoAmI', 'skills.categories'];

describe('the procedures', () => {
  const procedures = Object.entries(appRouter._def.procedures);

  it('are exactly those of the contract, each of its kind', () => {
    const kinds = procedures.map(([path, procedure]) => [path, procedure._def.type]);
    assert.deepEqual(Object.fromEntries(kinds), CONTRACT);
  });

  for (const [path, procedure] of procedures) {
    it(`${path} has an explicit input and output schema`, () => {
      const definition: { inputs?: unknown[]; output?: unknown } = procedure._def;
      assert.equal((definition.inputs ?? []).length, WITHOUT_INPUT.includes(path) ? 0 : 1);
      assert.ok(definition.output !== undefined, 'the output schema is missing');
    });
  }
});
