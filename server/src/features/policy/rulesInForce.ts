import { isDeepStrictEqual } from 'node:util';
import type { EntityManager, Orm } from '../../database/orm.ts';
import { listed } from '../../errors/listed.ts';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { ANONYMOUS } from '../accounts/actor.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { DEFAULT_POLICY, HousePolicy } from './housePolicy.ts';
import { lockRules, storedRules, storeRules } from './houseRules.repository.ts';

/** The rules of `POLICY_FILE`, and whether there is such a file: without one they are the defaults. */
export interface GivenRules {
  housePolicy: HousePolicy;
  housePolicyGiven: boolean;
}

/** The rules that a server goes by from its start on. */
export interface RulesInForce {
  rules: HousePolicy;
  /** Names of those that this start changed. */
  changed: string[];
  /** There is no `POLICY_FILE`, and the database has rules of an earlier start: those stay. */
  areKept: boolean;
}

/**
 * Puts the rules of `POLICY_FILE` into force at the start of a server, for the database and all who use it; without
 * one the rules that are in force stay, so that no rule ends because somebody forgot a variable.
 */
export async function putIntoForce(orm: Orm, given: GivenRules): Promise<RulesInForce> {
  return orm.em.fork().transactional(async (em) => {
    const current = readStored(await lockRules(em));
    if (!given.housePolicyGiven) {
      const areKept = !isDeepStrictEqual(current, DEFAULT_POLICY);
      return { rules: current, changed: [], areKept };
    }
    const rules = given.housePolicy;
    const changed = differing(current, rules);
    if (changed.length > 0) {
      await storeRules(em, rules);
      recordChange(
        { em, actor: ANONYMOUS },
        {
          action: 'policy.change',
          subjectType: 'policy',
          subjectId: 'house',
          before: only(changed, current),
          after: only(changed, rules),
        },
      );
    }
    return { rules, changed, areKept: false };
  });
}

/** The rules that a command goes by: those in force. A `POLICY_FILE` with others is a `StartupFailure`. */
export async function rulesForCommand(em: EntityManager, given: GivenRules): Promise<HousePolicy> {
  const current = readStored(await storedRules(em));
  const other = given.housePolicyGiven ? differing(current, given.housePolicy) : [];
  if (other.length === 0) return current;
  throw new StartupFailure(
    `POLICY_FILE says otherwise about ${listed(other, 'and')} than the rules that this marketplace goes by: start the server with that file to change them, or leave POLICY_FILE out.`,
  );
}

/** Names of the rules in which others, that somebody else put into force meanwhile, differ from these. */
export async function differingFrom(em: EntityManager, rules: HousePolicy): Promise<string[]> {
  return differing(readStored(await storedRules(em)), rules);
}

function readStored(stored: unknown): HousePolicy {
  if (stored === null) return DEFAULT_POLICY;
  const parsed = HousePolicy.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new StartupFailure(
    'The rules of the house in the database are of a later version: update this program.',
    { cause: parsed.error },
  );
}

function differing(one: HousePolicy, other: HousePolicy): string[] {
  return Object.keys(HousePolicy.shape).filter(
    (rule) => !isDeepStrictEqual(Reflect.get(one, rule), Reflect.get(other, rule)),
  );
}

/** A rule that leaves all free is `null`. */
function only(names: readonly string[], rules: HousePolicy): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, Reflect.get(rules, name) ?? null]));
}
