import type { ReferenceParts } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Skill } from './skill.entity.ts';
import { SkillRedirect } from './skillRedirect.entity.ts';
import { LOCAL_SOURCE } from './skill.view.ts';

/** Id of the skill that has a reference, else of the one that had it before; `null` for neither. */
export function idOfReference({
  source = LOCAL_SOURCE,
  publisher,
  name,
}: ReferenceParts): RawBuilder<string | null> {
  return sql`coalesce(
    (select n.id from skills n where n.source = ${source} and n.publisher = ${publisher} and n.name = ${name}),
    (select r.skill_id from skill_redirects r where r.source = ${source} and r.publisher = ${publisher} and r.name = ${name}))`;
}

/** This server's own skill that had that name before. */
export async function redirectedSkill(
  em: EntityManager,
  publisher: string,
  name: string,
): Promise<Skill | null> {
  const redirect = await em.findOne(
    SkillRedirect,
    { source: LOCAL_SOURCE, publisher, name },
    { populate: ['skill'] },
  );
  return redirect?.skill ?? null;
}

/** Lets the reference that a skill has now lead to it from then on, and ends the redirect from `next`, which it gets. */
export async function moveRedirect(
  em: EntityManager,
  skill: Skill,
  next: { publisher: string; name: string },
): Promise<void> {
  const { source, publisher, name } = skill;
  await em.nativeDelete(SkillRedirect, { source, ...next, skill: skill.id });
  em.create(SkillRedirect, {
    source,
    publisher: publisher.name,
    name,
    skill: skill.id,
    createdAt: new Date(),
  });
}
