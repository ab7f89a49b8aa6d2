import { initTRPC } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { wireFormat } from '@skill-marketplace/shared/wire';
import { notAllowed, signedOut } from '../errors/failures.ts';
import { can, type Action } from '../features/policy/can.ts';
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

/** Anyone may call it: who the server is, and who the caller is. */
export const open = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw toTrpcError(result.error);
  return result;
});

/** Follows `ANONYMOUS_READ`: without it, only those who have signed in. */
export const reading = open.use(({ ctx, next }) => {
  require(ctx, 'read');
  return next();
});

/** A change: needs an account whose token allows the action. */
export function changing(action: Action) {
  return open.use(({ ctx, next }) => {
    if (ctx.actor.user === null) throw signedOut();
    require(ctx, action);
    return next();
  });
}

function require(ctx: Context, action: Action): void {
  if (can(ctx.actor, action, ctx.rules)) return;
  if (ctx.actor.user === null) throw signedOut();
  throw notAllowed(`Your token does not allow this (${action}): use one with the scope for it.`);
}
