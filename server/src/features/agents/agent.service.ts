import type {
  Agent as AgentView,
  AgentListInput,
  AgentRegisterInput,
  AgentRemoveInput,
  AgentUpdateInput,
  Maturity,
} from '@skill-marketplace/shared/contracts';
import { lockNameInTransaction } from '../../database/advisoryLock.ts';
import { agentNotFound, invalidInput, notAllowed } from '../../errors/failures.ts';
import { accountIdOf } from '../accounts/accountIdOf.ts';
import { requireUser, type CallScope } from '../accounts/scope.ts';
import { userById } from '../accounts/user.repository.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { refusalForAgent, type WantedVersion } from '../policy/agentRules.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import type { Agent } from './agent.entity.ts';
import { addAgent, agentsOf, countAgents, findAgent } from './agent.repository.ts';
import { toAgent } from './agent.view.ts';

/** Enough for a person; nobody fills the table. */
const MOST_AGENTS = 1000;

/** Said to everybody but admins. */
const OTHERS = "Only an admin looks after others' agents: leave owner out for your own.";

/** Keeps the agents of accounts, and says what each may install. */
export class AgentService {
  readonly #house: HousePolicy;

  constructor(house: HousePolicy) {
    this.#house = house;
  }

  /** Registers an agent of the caller's; an id that is taken is `invalid_input`. */
  async register(
    scope: CallScope,
    { id, name = id, maturity }: AgentRegisterInput,
  ): Promise<AgentView> {
    const userId = requireUser(scope);
    this.#refuseMaturity(scope, maturity, 'student');
    return scope.em.transactional(async (em) => {
      await lockNameInTransaction(em, `agents ${userId}`);
      if ((await findAgent(em, userId, id)) !== null) {
        throw invalidInput(
          'id',
          `You have an agent ${id} already: update it, or choose another id.`,
        );
      }
      if ((await countAgents(em, userId)) >= MOST_AGENTS) {
        throw notAllowed(`You have ${MOST_AGENTS} agents: remove one first.`);
      }
      const owner = await userById(em, userId);
      const now = new Date();
      // An id, by which it is called otherwise, may be longer than a name.
      const shown = name.slice(0, 100);
      const agent = addAgent(em, {
        id,
        name: shown,
        maturity,
        owner,
        createdAt: now,
        updatedAt: now,
      });
      record({ ...scope, em }, 'agent.register', agent, { after: { name: shown, maturity } });
      return toAgent(agent);
    });
  }

  /** Changes an agent's name or maturity. */
  async update(
    scope: CallScope,
    { owner, id, name, maturity }: AgentUpdateInput,
  ): Promise<AgentView> {
    return this.#change(scope, owner, id, (inside, agent) => {
      if (maturity !== undefined) this.#refuseMaturity(scope, maturity, agent.maturity);
      const before = { name: agent.name, maturity: agent.maturity };
      const after = { name: name ?? before.name, maturity: maturity ?? before.maturity };
      if (after.name === before.name && after.maturity === before.maturity) return toAgent(agent);
      Object.assign(agent, after, { updatedAt: new Date() });
      record(inside, 'agent.update', agent, { before, after });
      return toAgent(agent);
    });
  }

  /** The caller's agents, or, for admins, those of another account. */
  async list(scope: CallScope, { owner }: AgentListInput): Promise<AgentView[]> {
    const ownerId = await accountIdOf(scope, owner, OTHERS);
    return (await agentsOf(scope.em, ownerId)).map(toAgent);
  }

  /** Forgets an agent; what it installed stays on record. */
  async remove(scope: CallScope, { owner, id }: AgentRemoveInput): Promise<{ removed: true }> {
    return this.#change(scope, owner, id, (inside, agent) => {
      const { name, maturity } = agent;
      record(inside, 'agent.remove', agent, { before: { name, maturity } });
      inside.em.remove(agent);
      return { removed: true };
    });
  }

  /**
   * Refuses an install that the agent's maturity does not allow, in a sentence that says what is missing. An agent
   * that the caller never registered is a mere name, unless the policy wants all of them registered.
   */
  async refuseUnlessMature(
    { em, actor }: CallScope,
    agentId: string | undefined,
    wanted: WantedVersion,
  ): Promise<void> {
    if (agentId === undefined) return;
    const agent = actor.user === null ? null : await findAgent(em, actor.user.id, agentId);
    if (agent === null) {
      if (!this.#house.agentsMustBeRegistered) return;
      throw notAllowed(
        `The agent ${agentId} is not registered by you, and here every agent has to be: register it first.`,
      );
    }
    const refusal = refusalForAgent(agentId, agent.maturity, wanted, this.#house);
    if (refusal !== undefined) throw notAllowed(refusal);
  }

  /** Where admins say how mature agents are, an owner may only keep what is, or step down to a student. */
  #refuseMaturity({ actor }: CallScope, wanted: Maturity, current: Maturity): void {
    if (this.#house.maturitySetBy === 'owner' || can(actor, 'administer')) return;
    if (wanted === current || wanted === 'student') return;
    throw notAllowed(`Here admins say how mature an agent is: ask one to make it ${wanted}.`);
  }

  async #change<T>(
    scope: CallScope,
    ownerName: string | undefined,
    id: string,
    change: (inside: CallScope, agent: Agent) => T,
  ): Promise<T> {
    return scope.em.transactional(async (em) => {
      const ownerId = await accountIdOf({ ...scope, em }, ownerName, OTHERS);
      await lockNameInTransaction(em, `agents ${ownerId}`);
      const agent = await findAgent(em, ownerId, id);
      if (agent === null) throw agentNotFound(id);
      return change({ ...scope, em }, agent);
    });
  }
}

function record(
  scope: CallScope,
  action: string,
  { id, owner }: Agent,
  change: { before?: object; after?: object },
): void {
  const { before, after } = change;
  recordChange(scope, {
    action,
    subjectType: 'agent',
    subjectId: id,
    ...(before === undefined ? {} : { before: { ownerId: owner.id, ...before } }),
    ...(after === undefined ? {} : { after: { ownerId: owner.id, ...after } }),
  });
}
