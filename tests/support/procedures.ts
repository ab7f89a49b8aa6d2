import assert from 'node:assert/strict';
import { appRouter } from '@skill-marketplace/server/router';
import { z } from 'zod';

/** What tRPC keeps of a procedure. */
const Definition = z.looseObject({
  type: z.enum(['query', 'mutation', 'subscription']),
  inputs: z.array(z.unknown()).default([]),
  output: z.unknown(),
});

/** Every procedure of the router by its path; tRPC's types nest them, at run time they are flat. */
export function procedureDefinitions(): [string, z.infer<typeof Definition>][] {
  return Object.entries<unknown>(appRouter._def.procedures).map(([path, procedure]) => {
    assert.ok(typeof procedure === 'function' && '_def' in procedure, `${path} is no procedure`);
    return [path, Definition.parse(procedure._def)];
  });
}
