import { z } from 'zod';
import { Diagnostic } from './analysis.ts';
import { Reference, SkillId, Slug } from './reference.ts';
import { SkillStatus } from './skills.ts';
import { GivenReason, Text } from './text.ts';
import { Availability, Digest, VersionNumber } from './version.ts';

/** Bytes as base64 (RFC 4648, section 4), with padding and without line breaks. */
const Base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'Give the bytes as base64.')
  .refine((text) => text.length % 4 === 0, 'Give the bytes as base64, with padding.');

/** One file of a skill that is published; `path` relative to its folder, with `/`. */
export const PublishFile = z.object({
  path: z.string().max(1000),
  content: Base64,
  /** A file that begins with `#!` is executable without it. */
  executable: z.boolean().optional(),
});
export type PublishFile = z.infer<typeof PublishFile>;

/** Input of `publishing.publish`: the files of one skill, `SKILL.md` among them. */
export const PublishInput = z.object({
  publisher: Slug,
  /** The name in the reference; otherwise the one that an install gives its folder. */
  name: Slug.optional(),
  /** Semver; `1` and `1.2` are completed. Otherwise what the files say, else 1.0.0. */
  version: z.string().max(64).optional(),
  files: z.array(PublishFile).min(1).max(10_000),
});
export type PublishInput = z.infer<typeof PublishInput>;

/** A version as it stands after it was brought in. */
export const PublishedVersion = z.object({
  skillId: z.uuid(),
  reference: Reference,
  version: z.string(),
  digest: Digest,
  status: SkillStatus,
  availability: Availability,
  diagnostics: z.array(Diagnostic),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

/** What bringing a skill in did: a new skill, a new version of one, or nothing since it has these very bytes. */
export const PublishOutcome = z.enum(['created', 'updated', 'unchanged']);
export type PublishOutcome = z.infer<typeof PublishOutcome>;

/** Output of `publishing.publish`. */
export const PublishResult = PublishedVersion.extend({ outcome: PublishOutcome });
export type PublishResult = z.infer<typeof PublishResult>;

/** The longest address of a repository, in characters. */
export const MAX_REPOSITORY_URL = 2000;

/** A git repository; `ref` is a branch, a tag or a commit, otherwise its default branch. */
const RepositorySource = z.object({
  type: z.literal('github_url'),
  /** `https://host/owner/name`, also with `/tree/<ref>/<folder>` as forges show it. */
  url: z.string().min(1).max(MAX_REPOSITORY_URL),
  ref: z.string().min(1).max(200).optional(),
  subfolder: z.string().min(1).max(240).optional(),
});

/** A zip with skills below it, or one SKILL.md. */
const UploadSource = z.object({
  type: z.literal('file_upload'),
  fileName: Text.min(1).max(240),
  content: Base64,
});

/** The text of one SKILL.md. */
const TextSource = z.object({
  type: z.literal('raw_content'),
  content: z.string().min(1),
  /** Otherwise what the text says. */
  name: Slug.optional(),
});

/** Where skills are imported from. */
export const ImportSource = z.discriminatedUnion('type', [
  RepositorySource,
  UploadSource,
  TextSource,
]);
export type ImportSource = z.infer<typeof ImportSource>;

/** Input of `publishing.import`. */
export const ImportInput = z.object({ source: ImportSource, publisher: Slug.optional() });
export type ImportInput = z.infer<typeof ImportInput>;

/** A SKILL.md that did not come in, and why, in a word and in a sentence. */
export const SkippedSkill = z.object({
  path: z.string(),
  reason: z.string(),
  message: z.string(),
});
export type SkippedSkill = z.infer<typeof SkippedSkill>;

/** Output of `publishing.import`; `path` is the skill's folder below the source's root, `.` for the root itself. */
export const ImportResult = z.object({
  results: z.array(PublishResult.extend({ path: z.string() })),
  skipped: z.array(SkippedSkill),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** Input of `publishing.yank`. */
export const YankInput = z.object({
  skillId: SkillId,
  version: VersionNumber,
  /** Told to those who have the version; 1 to 500 characters. */
  reason: GivenReason,
});
export type YankInput = z.infer<typeof YankInput>;

/** Output of `publishing.yank`. */
export const YankResult = z.object({ availability: Availability });
export type YankResult = z.infer<typeof YankResult>;
