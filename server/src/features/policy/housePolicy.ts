import {
  Role,
  SkillType,
  Slug,
  UserName,
  type Maturity,
} from '@skill-marketplace/shared/contracts';
import { z } from 'zod';
import { isSpdxId } from './licence.ts';

/** Who may publish at all, beside admins: see `whoMayPublish` in the README. */
const Publishers = z.union([
  z.enum(['everybody', 'members']),
  z.strictObject({ users: z.array(UserName).default([]), roles: z.array(Role).default([]) }),
]);

/** What agents of one maturity may install. */
const AgentRule = z.strictObject({
  /** Types of skills that it installs as they are. */
  types: z.array(SkillType),
  /** Further types, once a person has approved the version. */
  afterApproval: z.array(SkillType).default([]),
});

const EVERY_TYPE = SkillType.options;
const AGENTS: Record<Maturity, z.infer<typeof AgentRule>> = {
  student: { types: ['prompt_only'], afterApproval: [] },
  intern: { types: ['prompt_only'], afterApproval: EVERY_TYPE },
  supervised: { types: EVERY_TYPE, afterApproval: [] },
  autonomous: { types: EVERY_TYPE, afterApproval: [] },
};

/** The rules of the house, as `POLICY_FILE` has them; what it leaves out is as the defaults say. */
export const HousePolicy = z.strictObject({
  /** `members`: of a publisher. `everybody`: whoever signed in also founds a publisher by publishing under a free name. */
  whoMayPublish: Publishers.default('members'),
  /** What an admin imports waits as well. */
  importsWaitForReview: z.boolean().default(false),
  /** Nobody approves what they brought in, admins neither; so nothing is approved as it comes in. */
  requireTwoPeople: z.boolean().default(false),
  /** SPDX ids, of which a skill's licence must be made; left out, any licence and none. */
  allowedLicences: z.array(z.string().refine(isSpdxId)).min(1).optional(),
  /** Left out, any. */
  allowedCategories: z.array(Slug).min(1).optional(),
  /** An `agentId` that nobody registered is refused; otherwise it is a mere name. */
  agentsMustBeRegistered: z.boolean().default(false),
  /** Who says how mature an agent is; one that its owner registers is a student where admins do. */
  maturitySetBy: z.enum(['owner', 'admin']).default('owner'),
  agents: z
    .strictObject({
      student: AgentRule.default(AGENTS.student),
      intern: AgentRule.default(AGENTS.intern),
      supervised: AgentRule.default(AGENTS.supervised),
      autonomous: AgentRule.default(AGENTS.autonomous),
    })
    .default(AGENTS),
});
export type HousePolicy = z.infer<typeof HousePolicy>;

/** The rules without a file. */
export const DEFAULT_POLICY: HousePolicy = HousePolicy.parse({});
