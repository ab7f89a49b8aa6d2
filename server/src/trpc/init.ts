import { initTRPC } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { wireFormat } from '@skill-marketplace/shared/wire';
import { notAllowed, signedOut } from '../errors/failures.ts';
import { can } from '../features/policy/can.ts';
import { refusalFor } from '../features/policy/refusal.ts';
import { rowOf, type ProcedureRow } from '../features/policy/procedures.ts';
import type { Context } from './context.ts';
import { CODES, errorData, toTrpcError } from './errorShape.ts';

const t = initTRPC.context<Context>().create({
  transformer: wireFormat,
  errorFormatter: ({ error, ctx }) => {
    const { message, data } = errorData(error, ctx?.requestId ?? 'none');
    // The number follows from the reason, also for what tRPC itself refuses.
    return { code: TRPC_ERROR_CODES_BY_KEY[CODES[data.reason]], message, data };
  },
});

/** Puts procedures under their names. */
export const router = t.router;

/** What every procedure begins with: the table of procedures decides, by path, who may call it. */
export const procedure = t.procedure
  .use(async ({ next }) => {
    const result = await next();
    if (!result.ok) throw toTrpcError(result.error);
    return result;
  })
  .use(async ({ ctx, path, type, getRawInput, next }) => {
    const { limit, inTurn } = requireCall(ctx, path);
    await ctx.limits?.countCall(ctx.actor, limit ?? (type === 'mutation' ? 'change' : 'read'));
    // The calls of a batch share nothing: what one has loaded is no longer so when another comes to it.
    const em = ctx.em.fork();
    if (type !== 'mutation') return next({ ctx: { ...ctx, em } });
    // A client may take its time over a body: who calls is asked again once it has come in.
    await getRawInput();
    const changeAs = async () => {
      const actor = (await ctx.actorByNow?.()) ?? ctx.actor;
      requireCall({ ...ctx, actor }, path);
      return next({ ctx: { ...ctx, em, actor } });
    };
    return inTurn === true && ctx.turns !== undefined ? ctx.turns.run(changeAs) : changeAs();
  });

/** Refuses the call unless its row allows it; before the input is read, so that nothing of it matters. */
function requireCall({ actor, rules }: Context, path: string): ProcedureRow {
  const row = rowOf(path);
  if (row === undefined) throw notAllowed(`Nobody may call ${path}: it stands in no table.`);
  const { needs } = row;
  if (needs === 'open' || can(actor, needs, rules)) return row;
  if (actor.user === null) throw signedOut();
  throw notAllowed(refusalFor(actor, needs));
}
