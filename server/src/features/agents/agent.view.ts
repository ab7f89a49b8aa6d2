import type { Agent as AgentView } from '@skill-marketplace/shared/contracts';
import type { Agent } from './agent.entity.ts';

/** Maps an agent to its contract. */
export function toAgent({ id, name, maturity, owner, createdAt, updatedAt }: Agent): AgentView {
  return { id, name, maturity, owner: owner.name, createdAt, updatedAt };
}
