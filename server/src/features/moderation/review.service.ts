import { formatReference, type PublishedVersion } from '@skill-marketplace/shared/contracts';
import { notAllowed, nothingWaits, versionNotFound } from '../../errors/failures.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can } from '../policy/can.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { isBlockedDigest } from '../versions/version.repository.ts';
import { changeVersions } from './changeVersions.ts';
import { waitingVersions, type WaitingVersion } from './review.repository.ts';

/** A version as it stands after a review. */
export type Reviewed = Pick<PublishedVersion, 'reference' | 'version' | 'status' | 'availability'>;

/** A version that waits, and the popular name that it could be taken for. */
export interface Waiting extends Pick<WaitingVersion, 'version' | 'createdBy'> {
  reference: string;
  createdAt: Date;
  /** A sentence, where that is why it waits. */
  resembles: string | null;
}

/** Enough for a screen; what was decided makes room for the rest. */
const MOST_LISTED = 1000;

/** Decides about versions that wait. */
export class ReviewService {
  readonly #skills: SkillService;

  constructor(skills: SkillService) {
    this.#skills = skills;
  }

  /**
   * Approves the version named, or the newest that waits. One that is blocked is `not_allowed`; approving
   * what is approved already changes nothing.
   */
  async approve(
    scope: CallScope,
    { skillId, version: number }: { skillId: string; version?: string | undefined },
  ): Promise<Reviewed> {
    if (!can(scope.actor, 'review')) throw notAllowed('Only an admin approves versions.');
    const row = await this.#skills.require(scope, skillId);
    const reference = referenceOf(row);
    return changeVersions(scope, row.id, async ({ em, skill, versions, change }) => {
      const version = versions.find((candidate) =>
        number === undefined ? isWaiting(candidate) : candidate.version === number,
      );
      if (version === undefined) {
        throw number === undefined ? nothingWaits(reference) : versionNotFound(reference, number);
      }
      if (version.decision === 'blocked') {
        throw notAllowed(`${reference} ${version.version} is blocked, and stays so.`);
      }
      if (await isBlockedDigest(em, version.bundle.digest)) {
        throw notAllowed(
          `The files of ${reference} ${version.version} were blocked on this server.`,
        );
      }
      if (version.decision === 'undecided') await change(version, { decision: 'approved' });
      return {
        reference,
        version: version.version,
        status: skill.status,
        availability: availabilityOf(version),
      };
    });
  }

  /** What waits for review, the longest waiting first, at most 1,000; for those who decide. */
  async waiting({ em, actor }: Pick<CallScope, 'em' | 'actor'>): Promise<Waiting[]> {
    if (!can(actor, 'review')) throw notAllowed('Only an admin sees what waits for review.');
    const versions = await waitingVersions(em, MOST_LISTED);
    return versions.map(({ publisher, name, diagnostics, createdAt, ...version }) => ({
      ...version,
      createdAt: new Date(createdAt),
      reference: formatReference({ publisher, name }),
      resembles: diagnostics.find(({ code }) => code === 'name_resembles')?.message ?? null,
    }));
  }
}

/** A withdrawn version waits for nobody. */
function isWaiting(version: Version): boolean {
  return availabilityOf(version) === 'held' && !(version.yankedAt instanceof Date);
}
