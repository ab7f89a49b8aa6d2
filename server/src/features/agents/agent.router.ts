import {
  Agent,
  AgentList,
  AgentListInput,
  AgentRegisterInput,
  AgentRemoveInput,
  AgentRemoveResult,
  AgentUpdateInput,
} from '@skill-marketplace/shared/contracts';
import { procedure, router } from '../../trpc/init.ts';

/** `agents.*`: the agents that install for an account. */
export const agentRouter = router({
  register: procedure
    .input(AgentRegisterInput)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.register(ctx, input)),
  update: procedure
    .input(AgentUpdateInput)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.update(ctx, input)),
  list: procedure
    .input(AgentListInput)
    .output(AgentList)
    .query(({ ctx, input }) => ctx.services.agents.list(ctx, input)),
  remove: procedure
    .input(AgentRemoveInput)
    .output(AgentRemoveResult)
    .mutation(({ ctx, input }) => ctx.services.agents.remove(ctx, input)),
});
