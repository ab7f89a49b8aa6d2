import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { EVERYTHING } from '../search/searchRequest.ts';
import type { SearchRequest } from '../search/searchRequest.ts';
import type { Services } from '../services.ts';
import { SkillPick } from './skillPick.ts';
import type { Picked } from './skillPick.ts';

/** A skill, and where it was found. */
export interface FoundSkill {
  skill: SkillSummary;
  marketplace: Marketplace;
}

/** Lets the person choose a skill by searching for it; `undefined` when they choose none. */
export async function pickSkill(
  services: Services,
  question: string,
): Promise<FoundSkill | undefined> {
  const picked = await new SkillPick(services, {
    title: question,
    start: EVERYTHING,
    isSearch: false,
  }).picked;
  return picked?.kind === 'skill' ? picked : undefined;
}

/** Lets the person search: for a skill to look at, or for words and filters that go into Browse. */
export function pickSearch(services: Services, start: SearchRequest): Promise<Picked | undefined> {
  return new SkillPick(services, { title: 'Search Skills', start, isSearch: true }).picked;
}
