import {
  InstallInput,
  InstallList,
  InstallListInput,
  InstallPlan,
  InstallPlanInput,
  InstallResult,
  UninstallInput,
  UninstallResult,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `installs.*`: what to write to disk, and what was written. */
export const installRouter = router({
  plan: procedure
    .input(InstallPlanInput)
    .output(InstallPlan)
    .query(({ ctx, input }) => ctx.services.installPlans.plan(ctx, input)),
  install: procedure
    .input(InstallInput)
    .output(InstallResult)
    .mutation(({ ctx, input }) => ctx.services.installs.install(ctx, input)),
  uninstall: procedure
    .input(UninstallInput)
    .output(UninstallResult)
    .mutation(({ ctx, input }) => ctx.services.installs.uninstall(ctx, input.installId)),
  list: procedure
    .input(InstallListInput)
    .output(InstallList)
    .query(({ ctx, input }) => ctx.services.installs.list(ctx, input)),
});
