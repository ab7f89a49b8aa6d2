import type { EntityManager } from '../../database/orm.ts';
import { popularNames } from './skill.repository.ts';
import { resemblance } from './similarName.ts';

/** The code of the diagnostic that says so. */
export const NAME_RESEMBLES = 'name_resembles';

const HOW = {
  look_alike: 'looks like',
  one_edit: 'is one letter away from',
} as const;

/**
 * Why a reference that is new has to be looked at first, as a sentence: its name, or its publisher's, could be
 * mistaken for that of a popular skill of somebody else's (typosquatting). `undefined` when nobody would mistake it.
 * `before` is what the skill itself was called.
 */
export async function resembledName(
  em: EntityManager,
  { publisher, name }: { publisher: string; name: string },
  before?: string,
): Promise<string | undefined> {
  const others = (await popularNames(em)).filter(
    (popular) =>
      popular.publisher !== publisher && `${popular.publisher}/${popular.name}` !== before,
  );
  for (const other of others) {
    const ofPublisher = resemblance(publisher, other.publisher);
    const ofName = resemblance(name, other.name);
    const found =
      ofPublisher === undefined
        ? ofName && `The name ${name} ${HOW[ofName]} the popular ${other.publisher}/${other.name}.`
        : `The publisher ${publisher} ${HOW[ofPublisher]} ${other.publisher}, which has popular skills.`;
    if (found !== undefined) return found;
  }
  return undefined;
}
