import { AGENT_IDS, AGENTS } from './agentTable.ts';
import type { Agent, AgentId, AgentScope } from './agentTable.ts';

/** Those of the agents that read the target, in the order of the table; by default out of all. */
export function readersOf(
  target: string,
  agents: readonly AgentId[] = AGENT_IDS,
  scope: AgentScope = 'project',
): Agent[] {
  return AGENT_IDS.filter((id) => agents.includes(id))
    .map((id) => AGENTS[id])
    .filter((agent) => agent.folders[scope].includes(target));
}

/** Those of the agents that would list a skill more than once when it lies in all the targets. */
export function doubleReadersOf(
  targets: readonly string[],
  agents: readonly AgentId[] = AGENT_IDS,
  scope: AgentScope = 'project',
): Agent[] {
  return AGENT_IDS.filter((id) => agents.includes(id))
    .map((id) => AGENTS[id])
    .filter(
      (agent) => targets.filter((target) => agent.folders[scope].includes(target)).length > 1,
    );
}

/** Every folder that some agent reads, sorted; they are what a screen offers as targets. */
export function allTargets(scope: AgentScope = 'project'): string[] {
  return [...new Set(AGENT_IDS.flatMap((id) => AGENTS[id].folders[scope]))].sort();
}
