import {
  SignInFinishInput,
  SignInMethods,
  SignInResult,
  SignInStartInput,
  StartedSignIn,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `signIn.*`: how people who have no token yet come by one. */
export const signInRouter = router({
  methods: procedure.output(SignInMethods).query(({ ctx }) => ctx.services.signIn.methods()),
  start: procedure
    .input(SignInStartInput)
    .output(StartedSignIn)
    .mutation(({ ctx, input }) => ctx.services.signIn.start(ctx, input)),
  finish: procedure
    .input(SignInFinishInput)
    .output(SignInResult)
    .mutation(({ ctx, input }) => ctx.services.signIn.finish(ctx, input.attempt)),
});
