import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { signedOut } from '../errors/failures.ts';
import { can, type Action } from '../features/policy/can.ts';
import type { Context } from './context.ts';
import { errorData, toTrpcError } from './errorShape.ts';

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  errorFormatter: ({ shape, error, ctx }) => ({
    code: shape.code,
    ...errorData(error, ctx?.requestId ?? 'none'),
  }),
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

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
  throw new TRPCError({
    code: 'FORBIDDEN',
    message: `Your token does not allow this (${action}): use one with the scope for it.`,
  });
}
