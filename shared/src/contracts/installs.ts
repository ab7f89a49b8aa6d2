import { z } from 'zod';
import { AgentId } from './agents.ts';
import { Capability } from './analysis.ts';
import { pagedBy } from './paging.ts';
import { SkillId } from './reference.ts';
import { SkillSummary } from './skills.ts';
import { Text } from './text.ts';
import { BundleFile, Digest, VersionNumber } from './version.ts';

/** Input of `installs.plan`; without `version` the latest. */
export const InstallPlanInput = z.object({
  skillId: SkillId,
  version: VersionNumber.optional(),
  /** Who installs it; one that is registered installs only what its maturity allows. */
  agentId: AgentId.optional(),
});
export type InstallPlanInput = z.infer<typeof InstallPlanInput>;

/** Something to know before installing. */
export const InstallWarning = z.object({
  code: z.enum(['not_scanned', 'yanked', 'advisory', 'deprecated', 'has_capabilities']),
  message: z.string(),
});
export type InstallWarning = z.infer<typeof InstallWarning>;

/** All that a client needs to write the skill to disk. */
export const InstallPlan = z.object({
  skill: SkillSummary,
  version: z.string(),
  digest: Digest,
  /** The folder that the install makes. */
  installName: z.string(),
  files: z.array(BundleFile),
  /** A path on the same server: `/bundles/<hex>.zip`. */
  bundleUrl: z.string(),
  capabilities: z.array(Capability),
  warnings: z.array(InstallWarning),
});
export type InstallPlan = z.infer<typeof InstallPlan>;

/** Input of `installs.install`, called after the files are on disk; the same call again gives the same `installId`. */
export const InstallInput = InstallPlanInput.extend({
  /** Where it went, as the lockfile names it. */
  target: Text.min(1).max(200).optional(),
  autoInstallDeps: z.boolean().default(true),
  /** Chosen by the client, so that a queued call can be sent again. */
  installId: z.uuid().optional(),
});
export type InstallInput = z.infer<typeof InstallInput>;

/** Output of `installs.install`. */
export const InstallResult = InstallPlan.extend({ installId: z.uuid() });
export type InstallResult = z.infer<typeof InstallResult>;

/** Input of `installs.uninstall`. */
export const UninstallInput = z.object({ installId: z.uuid() });
/** Output of `installs.uninstall`. */
export const UninstallResult = z.object({ removed: z.literal(true) });

/** Input of `installs.list`: one's own. */
export const InstallListInput = z
  .object({
    skillId: SkillId.optional(),
    ...pagedBy(20),
  })
  .prefault({});
export type InstallListInput = z.infer<typeof InstallListInput>;

/** One install of one's own. */
export const Install = z.object({
  installId: z.uuid(),
  skillId: z.uuid(),
  reference: z.string(),
  displayName: z.string(),
  version: z.string(),
  digest: Digest,
  agentId: z.string().nullable(),
  target: z.string().nullable(),
  createdAt: z.date(),
});
export type Install = z.infer<typeof Install>;

/** One page of installs, newest first. */
export const InstallList = z.object({
  items: z.array(Install),
  total: z.number().int().nonnegative(),
  nextCursor: z.string().nullable(),
});
export type InstallList = z.infer<typeof InstallList>;
