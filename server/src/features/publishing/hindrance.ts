import type { EntityManager } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { can } from '../policy/can.ts';
import { refusalOfContent } from '../policy/publishRules.ts';
import type { Skill } from '../skills/skill.entity.ts';
import { isBlockedDigest } from '../versions/blockedDigest.repository.ts';
import type { Hindrance, Ingest, IngestTarget } from './ingest.ts';
import type { NumberFor } from './numberFor.ts';

/** Why the reference is not the caller's any more: it leads to a skill that was given to another publisher. */
export function refusalOfPlace(
  actor: Actor,
  { publisher, name }: Ingest,
  skill: Skill | null,
): Hindrance | undefined {
  const owner = skill?.publisher.name ?? publisher;
  if (owner === publisher || can(actor, 'publishInto', undefined, { publisher: owner })) {
    return undefined;
  }
  // Its name of today is told to those who see it.
  const isSeen =
    skill?.status === 'active' &&
    can(actor, 'see', undefined, { publisher: owner, membersOnly: skill.membersOnly });
  const leadsTo = isSeen ? `is ${owner}/${skill.name} by now` : 'leads to another skill by now';
  return {
    outcome: 'refused',
    message: `${publisher}/${name} ${leadsTo}: choose another name.`,
  };
}

/** Why these bytes do not become a version of the skill; `undefined` when they may. */
export async function hindranceOf(
  em: EntityManager,
  { versions }: IngestTarget,
  { prepared, house }: Ingest,
  { taken }: NumberFor,
): Promise<Hindrance | undefined> {
  const refusal = refusalOfContent(prepared.parsed, house);
  if (refusal !== undefined) return { outcome: 'refused', message: refusal };
  // Before what is said of the bytes: of a purged version nobody tells whether these were its own.
  const holder = versions.find(({ version }) => version === prepared.version);
  if (taken !== undefined && holder?.purgedAt instanceof Date) return taken;
  const { digest } = prepared;
  if (await isBlockedDigest(em, digest)) return { outcome: 'blocked' };
  const isYanked = versions.some(
    ({ bundle, yankedAt }) => bundle.digest === digest && yankedAt instanceof Date,
  );
  return isYanked ? { outcome: 'yanked' } : taken;
}
