import type { Diagnostic } from '@skill-marketplace/shared/contracts';
import type { EntityManager } from '../../database/orm.ts';
import { popularNames } from '../skills/skill.repository.ts';
import { resemblance } from './similarName.ts';

const HOW = {
  look_alike: 'looks like',
  one_edit: 'is one letter away from',
} as const;

/**
 * Why a new skill has to be looked at first: its name, or its publisher's, could be mistaken for that of a
 * popular skill of somebody else's (typosquatting). `undefined` when nobody would mistake it.
 */
export async function resembledName(
  em: EntityManager,
  publisher: string,
  name: string,
): Promise<Diagnostic | undefined> {
  const others = (await popularNames(em)).filter((popular) => popular.publisher !== publisher);
  for (const other of others) {
    const ofPublisher = resemblance(publisher, other.publisher);
    const ofName = resemblance(name, other.name);
    const found =
      ofPublisher === undefined
        ? ofName && `The name ${name} ${HOW[ofName]} the popular ${other.publisher}/${other.name}.`
        : `The publisher ${publisher} ${HOW[ofPublisher]} ${other.publisher}, which has popular skills.`;
    if (found !== undefined) {
      return {
        code: 'name_resembles',
        severity: 'warning',
        message: `${found} It waits for review.`,
      };
    }
  }
  return undefined;
}
