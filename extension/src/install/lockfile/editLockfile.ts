import type { LockedSkill, Lockfile } from '@skill-marketplace/shared/agents';
import type { MarketplaceIdentity } from '../installRequest.ts';
import { recordOf, splitKey } from './marketplaceAlias.ts';

/** The lockfile with an entry added or replaced, and its marketplace recorded. */
export function withSkill(
  lockfile: Lockfile,
  key: string,
  skill: LockedSkill,
  marketplace: MarketplaceIdentity,
): Lockfile {
  const { alias } = splitKey(key);
  const record = recordOf(marketplace, lockfile.marketplaces[alias]);
  return {
    ...lockfile,
    marketplaces: { ...lockfile.marketplaces, [alias]: record },
    skills: { ...lockfile.skills, [key]: skill },
  };
}

/** The lockfile without a skill, or without some of its targets; a marketplace goes with its last skill. */
export function withoutSkill(
  lockfile: Lockfile,
  key: string,
  targets?: readonly string[],
): Lockfile {
  const { [key]: skill, ...skills } = lockfile.skills;
  const left = skill?.targets.filter(
    (target) => targets !== undefined && !targets.includes(target),
  );
  if (skill !== undefined && left !== undefined && left.length > 0) {
    return { ...lockfile, skills: { ...skills, [key]: { ...skill, targets: left } } };
  }
  const { alias } = splitKey(key);
  if (Object.keys(skills).some((other) => splitKey(other).alias === alias)) {
    return { ...lockfile, skills };
  }
  const { [alias]: _last, ...marketplaces } = lockfile.marketplaces;
  return { ...lockfile, marketplaces, skills };
}
