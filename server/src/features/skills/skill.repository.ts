import { parseReference, type Category } from '@skill-marketplace/shared/contracts';
import { LockMode, type RequiredEntityData } from '@mikro-orm/core';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { isFor, visibleTo } from '../policy/visibility.ts';
import type { LatestVersion, SkillsOf } from '../versions/searchIndex.repository.ts';
import { Skill } from './skill.entity.ts';
import { idOfReference, redirectedSkill } from './redirect.repository.ts';
import { LOCAL_SOURCE, SUMMARY_COLUMNS, type SkillRow } from './skill.view.ts';

/**
 * The skill of a uuid or reference (one that it had before as well) that the actor may see, or has installed while
 * not all of it is blocked (so that a withdrawn version can be restored); `null` otherwise.
 */
export async function findVisible(
  em: EntityManager,
  actor: Actor,
  id: string,
): Promise<SkillRow | null> {
  const reference = parseReference(id);
  const condition =
    reference === undefined ? sql`s.id = ${id}` : sql`s.id = ${idOfReference(reference)}`;
  const { rows } = await sql<SkillRow>`
    select ${SUMMARY_COLUMNS} from skills s
    where ${condition} and (${visibleTo(actor)} or (${hasInstalled(actor)} and ${isFor(actor)}))`.execute(
    em.getKysely(),
  );
  return rows[0] ?? null;
}

function hasInstalled({ user }: Actor): RawBuilder<boolean> {
  if (user === null) return sql`false`;
  return sql`(s.status <> 'banned'
    and exists (select 1 from installs i where i.skill_id = s.id and i.user_id = ${user.id}))`;
}

/** This server's own skill of that name, or the one that had it before; whoever may see it. */
export async function findOwnSkill(
  em: EntityManager,
  publisher: string,
  name: string,
): Promise<Skill | null> {
  const found = await em.findOne(Skill, { source: LOCAL_SOURCE, publisher, name });
  return found ?? (await redirectedSkill(em, publisher, name));
}

/** Adds a skill to the unit of work. */
export function addSkill(em: EntityManager, skill: RequiredEntityData<Skill>): Skill {
  return em.create(Skill, skill);
}

/** The skill's row, locked until the transaction ends, so that counts stay exact. */
export function lockSkill(em: EntityManager, id: string): Promise<Skill> {
  return em.findOneOrFail(Skill, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Numbers of visible skills by category, the largest first. */
export async function countByCategory(
  em: EntityManager,
  actor: Actor,
): Promise<Omit<Category, 'displayName'>[]> {
  const { rows } = await sql<Omit<Category, 'displayName'>>`
    select s.category as name, count(*)::int as "skillCount" from skills s where ${visibleTo(actor)}
    group by 1 order by 2 desc, 1`.execute(em.getKysely());
  return rows;
}

/** A skill is popular when that many people installed it. */
const POPULAR_FROM = 5;
/** More popular names than these are not worth imitating. */
const MOST_POPULAR = 1000;

/** The names of the most popular skills that everyone sees, at most 1,000; at a constant cost. */
export async function popularNames(
  em: EntityManager,
): Promise<{ publisher: string; name: string }[]> {
  const { rows } = await sql<{ publisher: string; name: string }>`
    select publisher, name from skills
    where install_count >= ${POPULAR_FROM} and source = ${LOCAL_SOURCE} and status = 'active' and not members_only
    order by install_count desc, id desc limit ${MOST_POPULAR}`.execute(em.getKysely());
  return rows;
}

/** The latest versions of a skill, or of all skills of a publisher; without those that have none. */
export async function latestVersionsOf(em: EntityManager, of: SkillsOf): Promise<LatestVersion[]> {
  const condition =
    'skillId' in of ? sql`s.id = ${of.skillId}` : sql`s.publisher = ${of.publisher}`;
  const { rows } = await sql<LatestVersion>`
    select s.id as "skillId", v.id as "versionId"
    from skills s join versions v on v.skill_id = s.id and v.version = s.latest_version
    where ${condition} order by s.id`.execute(em.getKysely());
  return rows;
}

/** Number of all skills, seen or not. */
export function countSkills(em: EntityManager): Promise<number> {
  return em.count(Skill);
}
