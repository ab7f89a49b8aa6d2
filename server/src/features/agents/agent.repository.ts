import type { RequiredEntityData } from '@mikro-orm/core';
import type { EntityManager } from '../../database/orm.ts';
import { Agent } from './agent.entity.ts';

/** An account's agent; `null` when it registered none of that id. */
export function findAgent(em: EntityManager, ownerId: string, id: string): Promise<Agent | null> {
  return em.findOne(Agent, { owner: ownerId, id }, { populate: ['owner'] });
}

/** An account's agents by id. */
export function agentsOf(em: EntityManager, ownerId: string): Promise<Agent[]> {
  return em.find(Agent, { owner: ownerId }, { populate: ['owner'], orderBy: { id: 'asc' } });
}

/** Number of an account's agents. */
export function countAgents(em: EntityManager, ownerId: string): Promise<number> {
  return em.count(Agent, { owner: ownerId });
}

/** Adds an agent to the unit of work. */
export function addAgent(em: EntityManager, agent: RequiredEntityData<Agent>): Agent {
  return em.create(Agent, agent);
}
