import { Digest } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../errors/startupFailure.ts';
import { requireSkillId } from './requireSkill.ts';
import { requireVersion } from './requireVersion.ts';

/** What a block is of: a version, or a digest. */
export type NamedBlock =
  | { skillId: string; version: string; digest?: never }
  | { digest: string; skillId?: never };

/** Reads `publisher/name 1.2.3` or a digest; `done` says what happens to it, as `blocked`. */
export function namedBlock(subject: string, version: string | undefined, done: string): NamedBlock {
  if (subject.startsWith('sha256:')) {
    if (!Digest.safeParse(subject).success) {
      throw new StartupFailure('Give a digest as sha256: and 64 hex digits.');
    }
    if (version !== undefined) throw new StartupFailure(`A digest is ${done} without a version.`);
    return { digest: subject };
  }
  requireSkillId(subject);
  if (version === undefined) {
    throw new StartupFailure(`Say which version is ${done}, as publisher/name 1.2.3.`);
  }
  requireVersion(version);
  return { skillId: subject, version };
}
