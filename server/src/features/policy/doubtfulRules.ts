import { CATEGORIES } from '@skill-marketplace/shared/format';
import type { EntityManager } from '../../database/orm.ts';
import { listed } from '../../errors/listed.ts';
import type { HousePolicy } from './housePolicy.ts';
import { unknownAmong } from './houseRules.repository.ts';

/** What in the rules may be a mistake, and may as well be about what is still to come; a sentence each. */
export async function doubtsAbout(
  em: EntityManager,
  { whoMayPublish, allowedCategories = [] }: HousePolicy,
): Promise<string[]> {
  const named = typeof whoMayPublish === 'string' ? [] : whoMayPublish.users;
  const users = await unknownAmong(em, 'users', named);
  const own = new Set<string>(CATEGORIES.map(({ name }) => name));
  const further = allowedCategories.filter((name) => !own.has(name));
  const categories = await unknownAmong(em, 'categories', further);
  return [
    ...(users.length === 0
      ? []
      : [
          `whoMayPublish names ${listed(users, 'and')}, who ${users.length === 1 ? 'has' : 'have'} no account here yet: check the spelling`,
        ]),
    ...(categories.length === 0
      ? []
      : [
          `allowedCategories names ${listed(categories, 'and')}, which no skill is in yet: check the spelling; the usual ones are ${listed([...own], 'and')}`,
        ]),
  ];
}
