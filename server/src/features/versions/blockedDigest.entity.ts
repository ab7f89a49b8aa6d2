import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';

const BlockedDigestSchema = defineEntity({
  name: 'BlockedDigest',
  tableName: 'blocked_digests',
  properties: {
    /** `sha256:` and the hex of the canonical manifest's sha256; there need not be a bundle of it. */
    digest: p.string().length(71).primary(),
    reason: p.string().length(500),
    severity: p.enum(['low', 'medium', 'high', 'critical']),
    blockedBy: () => p.manyToOne(User).nullable(),
    blockedAt: p.datetime(),
  },
  checks: [
    { name: 'blocked_digests_digest_check', expression: "digest ~ '^sha256:[0-9a-f]{64}$'" },
  ],
});

/** Bytes that nobody gets, in whatever version they come. */
export class BlockedDigest extends BlockedDigestSchema.class {}
BlockedDigestSchema.setClass(BlockedDigest);
