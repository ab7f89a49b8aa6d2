import { z } from 'zod';
import { UserName } from './server.ts';
import { Text } from './text.ts';

/** How far an agent is trusted. */
export const Maturity = z.enum(['student', 'intern', 'supervised', 'autonomous']);
export type Maturity = z.infer<typeof Maturity>;

/** What an agent is called in calls; chosen by its owner, each once per account. */
export const AgentId = Text.trim().min(1).max(200);

/** An agent of an account. */
export const Agent = z.object({
  id: z.string(),
  name: z.string(),
  maturity: Maturity,
  /** Name of the account that it belongs to. */
  owner: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type Agent = z.infer<typeof Agent>;

/** Whose agent is meant: one's own, or, for admins, that of the account of this name. */
const Owner = { owner: UserName.optional() };

/** Input of `agents.register`; without `name` it is called as its id. */
export const AgentRegisterInput = z.object({
  id: AgentId,
  name: Text.trim().min(1).max(100).optional(),
  maturity: Maturity.default('student'),
});
export type AgentRegisterInput = z.infer<typeof AgentRegisterInput>;

/** Input of `agents.update`. */
export const AgentUpdateInput = z.object({
  ...Owner,
  id: AgentId,
  name: Text.trim().min(1).max(100).optional(),
  maturity: Maturity.optional(),
});
export type AgentUpdateInput = z.infer<typeof AgentUpdateInput>;

/** Input of `agents.list`. */
export const AgentListInput = z.object(Owner).default({});
export type AgentListInput = z.infer<typeof AgentListInput>;

/** Output of `agents.list`: by id. */
export const AgentList = z.array(Agent);

/** Input of `agents.remove`. */
export const AgentRemoveInput = z.object({ ...Owner, id: AgentId });
export type AgentRemoveInput = z.infer<typeof AgentRemoveInput>;
/** Output of `agents.remove`. */
export const AgentRemoveResult = z.object({ removed: z.literal(true) });
