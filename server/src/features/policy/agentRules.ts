import type { Decision, Maturity, SkillType } from '@skill-marketplace/shared/contracts';
import { listed } from '../../errors/listed.ts';
import type { HousePolicy } from './housePolicy.ts';

/** What an agent wants to install. */
export interface WantedVersion {
  reference: string;
  version: string;
  skillType: SkillType;
  decision: Decision;
}

const TYPE_NAMES: Record<SkillType, string> = {
  prompt_only: 'instructions only',
  python_code: 'Python code',
  nodejs: 'Node.js code',
};

/** What an agent of that maturity lacks to install the version, in a sentence; `undefined` when it lacks nothing. */
export function refusalForAgent(
  agentId: string,
  maturity: Maturity,
  { reference, version, skillType, decision }: WantedVersion,
  { agents }: HousePolicy,
): string | undefined {
  const { types, afterApproval } = agents[maturity];
  if (types.includes(skillType)) return undefined;
  const who = `The agent ${agentId} is ${maturity === 'intern' || maturity === 'autonomous' ? 'an' : 'a'} ${maturity}`;
  const what = `${reference} ${version} is ${TYPE_NAMES[skillType]}`;
  if (afterApproval.includes(skillType)) {
    if (decision === 'approved') return undefined;
    return `${who}, and ${what}: a reviewer has to approve that version first.`;
  }
  const able = Object.entries(agents)
    .filter(([, rule]) => [...rule.types, ...rule.afterApproval].includes(skillType))
    .map(([name]) => name);
  const need = able.length === 0 ? 'no agent may' : `the agent has to be ${listed(able)} for it`;
  return `${who}, and ${what}: ${need}.`;
}
