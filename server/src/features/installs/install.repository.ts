import type { Install as InstallView, InstallListInput } from '@skill-marketplace/shared/contracts';
import { LockMode, type RequiredEntityData } from '@mikro-orm/core';
import { sql, type RawBuilder } from 'kysely';
import type { EntityManager } from '../../database/orm.ts';
import { milliseconds } from '../../database/time.ts';
import type { Actor } from '../accounts/actor.ts';
import { isFor } from '../policy/visibility.ts';
import { Install } from './install.entity.ts';

/** What identifies an install beside its id: who, what, for which agent, where. */
export interface InstallPlace {
  userId: string;
  skillId: string;
  agentId: string | null;
  target: string | null;
}

/** True when the actor has ever installed that version. */
export async function hasInstalled(
  em: EntityManager,
  actor: Actor,
  versionId: string,
): Promise<boolean> {
  if (actor.user === null) return false;
  return (await em.count(Install, { user: actor.user.id, version: versionId })) > 0;
}

/** Number of installs, removed ones too, that a user ever made of a skill. */
export function countInstallsOf(
  em: EntityManager,
  userId: string,
  skillId: string,
): Promise<number> {
  return em.count(Install, { user: userId, skill: skillId });
}

/** An install of anybody's, with its version. */
export function findInstall(em: EntityManager, id: string) {
  return em.findOne(Install, id, { populate: ['version'] });
}

/** Adds an install to the unit of work. */
export function addInstall(em: EntityManager, install: RequiredEntityData<Install>): Install {
  return em.create(Install, install);
}

/** A user's install, locked until the transaction ends; `null` when it is not the user's. */
export function lockInstall(
  em: EntityManager,
  id: string,
  userId: string,
): Promise<Install | null> {
  return em.findOne(Install, { id, user: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The install that stands at a place, if any. */
export function installAt(
  em: EntityManager,
  { userId, skillId, agentId, target }: InstallPlace,
): Promise<Install | null> {
  return em.findOne(Install, { user: userId, skill: skillId, agentId, target, removedAt: null });
}

/** An install as the list shows it, with its place in the order. */
export type InstallRow = Omit<InstallView, 'reference' | 'createdAt'> & {
  /** Milliseconds since 1970. */
  createdAt: number;
  source: string;
  publisher: string;
  name: string;
  position: string[];
};

/** Standing installs `i` of the actor, of skills `s` that are not kept from them by now. */
function standing(actor: Actor, skillId: string | undefined): RawBuilder<boolean> {
  const ofSkill = skillId === undefined ? sql`true` : sql`i.skill_id = ${skillId}`;
  return sql`(i.user_id = ${actor.user?.id ?? null} and i.removed_at is null and ${ofSkill} and ${isFor(actor)})`;
}

/** One page of the actor's installs, newest first, and one row more when there is a next page. */
export async function pageOfInstalls(
  em: EntityManager,
  actor: Actor,
  skillId: string | undefined,
  limit: InstallListInput['limit'],
  after: readonly string[] | undefined,
): Promise<InstallRow[]> {
  const { rows } = await sql<InstallRow>`
    select i.id as "installId", i.skill_id as "skillId", s.source, s.publisher, s.name, s.display_name as "displayName",
      v.version, b.digest, i.agent_id as "agentId", i.target, ${milliseconds(sql`i.created_at`)} as "createdAt",
      array[i.created_at::text, i.id::text] as position
    from installs i join skills s on s.id = i.skill_id join versions v on v.id = i.version_id
      join bundles b on b.id = v.bundle_id
    where ${standing(actor, skillId)}
      and ${after === undefined ? sql`true` : sql`(i.created_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by i.created_at desc, i.id desc limit ${limit + 1}`.execute(em.getKysely());
  return rows;
}

/** Number of the actor's installs that stand. */
export async function countStanding(
  em: EntityManager,
  actor: Actor,
  skillId: string | undefined,
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from installs i join skills s on s.id = i.skill_id
    where ${standing(actor, skillId)}`.execute(em.getKysely());
  return rows[0]?.total ?? 0;
}
