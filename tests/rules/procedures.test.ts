import assert from 'node:assert/strict';
import { z } from 'zod';
import { appRouter } from '../../server/src/router.ts';

/** Every procedure of the contract that has landed, with its kind. */
const CONTRACT = {
  'installs.install': 'mutation',
  'installs.list': 'query',
  'installs.plan': 'query',
  'installs.uninstall': 'mutation',
  'publishing.import': 'mutation',
  'publishing.publish': 'mutation',
  'publishing.yank': 'mutation',
  'ratings.list': 'query',
  'ratings.rate': 'mutation',
  'ratings.remove': 'mutation',
  'server.info': 'query',
  'session.whoAmI': 'query',
  'skills.byId': 'query',
  'skills.categories': 'query',
  'skills.original': 'query',
  'skills.search': 'query',
};

/** Procedures that take no input at all. */
const WITHOUT_INPUT = ['session.whoAmI', 'skills.categories'];

/** What tRPC keeps of a procedure. */
const Definition = z.looseObject({
  type: z.string(),
  inputs: z.array(z.unknown()).default([]),
  output: z.unknown(),
});

/** The definitions by path; tRPC's types nest them, at run time they are flat. */
function definitions(): [string, z.infer<typeof Definition>][] {
  return Object.entries<unknown>(appRouter._def.procedures).map(([path, procedure]) => {
    assert.ok(typeof procedure === 'function' && '_def' in procedure, `${path} is no procedure`);
    return [path, Definition.parse(procedure._def)];
  });
}

describe('the procedures', () => {
  it('are exactly those of the contract, each of its kind', () => {
    assert.deepEqual(
      Object.fromEntries(definitions().map(([path, { type }]) => [path, type])),
      CONTRACT,
    );
  });

  for (const [path, { inputs, output }] of definitions()) {
    it(`${path} has an explicit input and output schema`, () => {
      assert.equal(inputs.length, WITHOUT_INPUT.includes(path) ? 0 : 1);
      assert.ok(output !== undefined, 'the output schema is missing');
    });
  }
});
