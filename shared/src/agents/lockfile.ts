import { z } from 'zod';
import { Digest, Sha256, Slug } from '../contracts/index.ts';
import { isVersionControl } from '../format/safePath.ts';

/** The version of the lockfile that this code reads and writes. */
export const LOCKFILE_VERSION = 1;

const SLUG = '[a-z0-9]+(?:-[a-z0-9]+)*';
const KEY = new RegExp(`^${SLUG}:(?:${SLUG}:)?${SLUG}/${SLUG}$`);

/** A skill's name in a lockfile: `<alias>:publisher/name`, or `<alias>:<source>:publisher/name` for a mirrored one. */
export const LockedSkillKey = z.string().max(300).regex(KEY, 'Not a skill of a marketplace.');

/**
 * A path below a root, with `/`. A lockfile comes with a repository, so it must not be able to
 * point anywhere else.
 */
const InnerPath = z
  .string()
  .min(1)
  .max(1024)
  .refine((path) => isInnerPath(path), 'Not a path below this folder.');

/** A marketplace of a lockfile; `url` is left out when it is on this machine. */
export const LockedMarketplace = z.looseObject({ id: z.string().min(1), url: z.url().optional() });
export type LockedMarketplace = z.infer<typeof LockedMarketplace>;

/** One installed skill; `files` maps each path to the sha256 of the bytes that were installed. */
export const LockedSkill = z.looseObject({
  version: z.string().min(1),
  digest: Digest,
  installName: Slug,
  /** Folders of skills, relative to the lockfile's folder (user scope: to the home folder). */
  targets: z.array(InnerPath).min(1),
  pin: z.boolean(),
  files: z.record(InnerPath, Sha256),
});
export type LockedSkill = z.infer<typeof LockedSkill>;

/** `skill-marketplace.lock.json`. Unknown keys are kept, so that a later minor addition survives. */
export const Lockfile = z.looseObject({
  lockfileVersion: z.literal(LOCKFILE_VERSION),
  marketplaces: z.record(Slug, LockedMarketplace),
  skills: z.record(LockedSkillKey, LockedSkill),
});
export type Lockfile = z.infer<typeof Lockfile>;

/**
 * True for a relative path with `/` that has no empty, `.` or `..` part, no drive, backslash or NUL, and
 * leads into no version control folder, whose hooks would be run.
 */
export function isInnerPath(path: string): boolean {
  if (/[\\:\0]/.test(path)) return false;
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !isVersionControl(part));
}
