import { AuditList, AuditListInput } from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `audit.*`: the record of changes. */
export const auditRouter = router({
  list: procedure
    .input(AuditListInput)
    .output(AuditList)
    .query(({ ctx, input }) => ctx.services.audit.list(ctx, input)),
});
