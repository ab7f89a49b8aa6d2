import { z } from 'zod';
import { pagedBy } from './paging.ts';
import { Reference, SkillId } from './reference.ts';
import { SkillStatus } from './skills.ts';
import { GivenReason } from './text.ts';
import { Availability, Digest, Sha256, VersionDecision, VersionNumber } from './version.ts';

/** How much an advisory matters. */
export const Severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;

/** A version as it stands after a decision. */
export const ReviewedVersion = z.object({
  reference: Reference,
  version: z.string(),
  status: SkillStatus,
  availability: Availability,
});
export type ReviewedVersion = z.infer<typeof ReviewedVersion>;

/** Input of `moderation.approve`; without `version` the newest that waits. */
export const ApproveInput = z.object({
  skillId: SkillId,
  version: VersionNumber.optional(),
  /** Kept in the record of changes. */
  reason: GivenReason.optional(),
});
export type ApproveInput = z.infer<typeof ApproveInput>;

/** What a block is of: one version, or a digest, which means every version with it, now and later. */
const Blocked = z.object({
  skillId: SkillId.optional(),
  version: VersionNumber.optional(),
  digest: Digest.optional(),
  reason: GivenReason,
});

function isOneThing({ skillId, version, digest }: Partial<z.infer<typeof Blocked>>): boolean {
  return digest === undefined
    ? skillId !== undefined && version !== undefined
    : skillId === undefined && version === undefined;
}

const ONE_THING = 'Give either a skillId with its version, or a digest alone.';

/** Input of `moderation.block`. */
export const BlockInput = Blocked.extend({ severity: Severity.default('high') }).refine(
  isOneThing,
  ONE_THING,
);
export type BlockInput = z.infer<typeof BlockInput>;

/** Input of `moderation.unblock`; the reason is kept in the record of changes. */
export const UnblockInput = Blocked.refine(isOneThing, ONE_THING);
export type UnblockInput = z.infer<typeof UnblockInput>;

/** Output of `moderation.block`: the versions that are blocked by it. */
export const BlockResult = z.object({ blocked: z.array(ReviewedVersion) });
export type BlockResult = z.infer<typeof BlockResult>;

/** Output of `moderation.unblock`: the versions that it was about, each as it stands: `held`, or `blocked` where another block of it stands. */
export const UnblockResult = z.object({ unblocked: z.array(ReviewedVersion) });
export type UnblockResult = z.infer<typeof UnblockResult>;

/** Input of `moderation.purge`. */
export const PurgeInput = z.object({
  skillId: SkillId,
  version: VersionNumber,
  reason: GivenReason,
});
export type PurgeInput = z.infer<typeof PurgeInput>;

/** Output of `moderation.purge`. */
export const PurgeResult = z.object({
  /** Every version that had these bytes; all are blocked, and their bytes are gone. */
  purged: z.array(ReviewedVersion),
  /** Files whose bytes stay, since other versions hold them too: purge those as well if the secret stands there. */
  kept: z.array(
    z.object({
      path: z.string(),
      sha256: Sha256,
      heldBy: z.array(z.object({ reference: Reference, version: z.string() })),
    }),
  ),
});
export type PurgeResult = z.infer<typeof PurgeResult>;

/** Input of `moderation.waiting`. */
export const WaitingInput = z
  .object({
    ...pagedBy(50),
  })
  .prefault({});
export type WaitingInput = z.infer<typeof WaitingInput>;

/** A version that waits for a decision. */
export const WaitingVersion = z.object({
  skillId: z.uuid(),
  reference: Reference,
  version: z.string(),
  digest: Digest,
  /** Who brought it in; `null` for an account that is gone. */
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  /** The sentence that says which popular name it could be taken for, where that is why it waits. */
  resembles: z.string().nullable(),
  /** What somebody decided about it before, as that it is not blocked any more. */
  decision: VersionDecision.optional(),
  /** False where the policy asks for two people and the caller brought it in. */
  mayApprove: z.boolean(),
});
export type WaitingVersion = z.infer<typeof WaitingVersion>;

/** Output of `moderation.waiting`: the longest waiting first. */
export const WaitingList = z.object({
  items: z.array(WaitingVersion),
  nextCursor: z.string().nullable(),
});
export type WaitingList = z.infer<typeof WaitingList>;

/** Input of `advisories.check`. */
export const AdvisoryCheckInput = z.object({ digests: z.array(Digest).max(500) });
export type AdvisoryCheckInput = z.infer<typeof AdvisoryCheckInput>;

/** What everyone who has those bytes must know. */
export const Advisory = z.object({
  digest: Digest,
  /** `blocked` by a reviewer, `yanked` by its publisher, or a `notice` about a version that may still be installed. */
  advisory: z.enum(['blocked', 'yanked', 'notice']),
  severity: Severity,
  message: z.string(),
  since: z.date(),
});
export type Advisory = z.infer<typeof Advisory>;

/** Output of `advisories.check`: at most one of each digest, the gravest; digests without any are left out. */
export const AdvisoryList = z.array(Advisory);
export type AdvisoryList = z.infer<typeof AdvisoryList>;
