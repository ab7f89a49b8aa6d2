import { SkillId } from '@skill-marketplace/shared/contracts';
import { DomainError } from '../errors/domainError.ts';
import { StartupFailure } from '../errors/startupFailure.ts';
import type { CommandScope } from './withMarketplace.ts';

/** Refuses what names no skill, before a database is opened. */
export function requireSkillId(text: string): void {
  if (SkillId.safeParse(text).success) return;
  throw new StartupFailure(`${JSON.stringify(text)} is no skill: give publisher/name.`);
}

/** The reference of a skill of this marketplace; where there is none, `advice` says how to find the right one. */
export async function requireSkill(
  { scope, services }: Pick<CommandScope, 'scope' | 'services'>,
  skillId: string,
  advice: string,
): Promise<string> {
  try {
    const { publisher, name } = await services.skills.require(scope, skillId);
    return `${publisher}/${name}`;
  } catch (error) {
    if (!(error instanceof DomainError) || error.reason !== 'not_found') throw error;
    throw new StartupFailure(`There is no skill ${skillId} here: ${advice}`, { cause: error });
  }
}
