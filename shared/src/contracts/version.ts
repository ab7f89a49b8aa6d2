import { z } from 'zod';

/** What the scanner said of a version; `none`: no scanner has looked at it. */
export const ScanState = z.enum(['none', 'pending', 'clean', 'findings', 'error']);
export type ScanState = z.infer<typeof ScanState>;

/** What people decided about a version. */
export const Decision = z.enum(['undecided', 'approved', 'blocked']);
export type Decision = z.infer<typeof Decision>;

/** What may be done with a version; `restoreOnly`: yanked, so only those who have it may get it again. */
export const Availability = z.enum(['installable', 'restoreOnly', 'held', 'blocked']);
export type Availability = z.infer<typeof Availability>;

/** Digest of a bundle: `sha256:` and 64 hex digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'Give a digest as sha256: and 64 hex digits.');
export type Digest = z.infer<typeof Digest>;

/** A sha256 as 64 lower-case hex digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One file of a bundle; `size` in bytes, `path` relative with `/`. */
export const BundleFile = z.object({
  path: z.string(),
  size: z.number().int().nonnegative(),
  sha256: Sha256,
  executable: z.boolean(),
});
export type BundleFile = z.infer<typeof BundleFile>;

/** What a reviewer or an admin decided last about a version. */
export const VersionDecision = z.object({
  action: z.enum(['approve', 'block', 'unblock', 'purge']),
  /** `null` for an account that is gone. */
  by: z.string().nullable(),
  /** `null` where none was given. */
  reason: z.string().nullable(),
  at: z.date(),
});
export type VersionDecision = z.infer<typeof VersionDecision>;

/** One version in a list; `size` is the sum of its files in bytes. */
export const VersionSummary = z.object({
  version: z.string(),
  digest: Digest,
  availability: Availability,
  createdAt: z.date(),
  size: z.number().int().nonnegative(),
  /** For those who may review alone, where somebody decided. */
  decision: VersionDecision.optional(),
  /** Likewise, the blocks of it that stand and can be lifted: its own, and that of its bytes. */
  blockedBy: z.array(z.enum(['version', 'digest'])).optional(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

/** A version that was published elsewhere and never came here: it cannot be installed, and its number is taken. */
export const EarlierVersion = z.object({
  version: z.string(),
  /** Hash or address of the commit. */
  commit: z.string().optional(),
  publishedAt: z.date().optional(),
});
export type EarlierVersion = z.infer<typeof EarlierVersion>;

/** A semantic version, as a client may ask for it; at most 64 characters. */
export const VersionNumber = z
  .string()
  .max(64)
  .regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'Give a version as 1.2.3.');
