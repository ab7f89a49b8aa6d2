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
import { changing, reading, router } from '../../trpc/init.ts';

/** `installs.*`: what to write to disk, and what was written. */
export const installRouter = router({
  plan: reading
    .input(InstallPlanInput)
    .output(InstallPlan)
    .query(({ ctx, input }) => ctx.services.installPlans.plan(ctx, input)),
  install: changing('install')
    .input(InstallInput)
    .output(InstallResult)
    .mutation(({ ctx, input }) => ctx.services.installs.install(ctx, input)),
  uninstall: changing('install')
    .input(UninstallInput)
    .output(UninstallResult)
    .mutation(({ ctx, input }) => ctx.services.installs.uninstall(ctx, input.installId)),
  list: changing('install')
    .input(InstallListInput)
    .output(InstallList)
    .query(({ ctx, input }) => ctx.services.installs.list(ctx, input)),
});
