import type {
  ApproveInput,
  ReviewedVersion,
  VersionDecision,
  WaitingInput,
  WaitingList,
  WaitingVersion,
} from '@skill-marketplace/shared/contracts';
import {
  notAllowed,
  nothingWaits,
  twoPeopleNeeded,
  versionNotFound,
} from '../../errors/failures.ts';
import type { CursorCodec } from '../../paging/cursor.ts';
import { splitPage } from '../../paging/page.ts';
import type { Actor } from '../accounts/actor.ts';
import type { CallScope } from '../accounts/scope.ts';
import { decisionsAbout } from '../audit/audit.repository.ts';
import { can } from '../policy/can.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { NAME_RESEMBLES } from '../skills/resembledName.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf } from '../skills/skill.view.ts';
import { isBlockedDigest } from '../versions/blockedDigest.repository.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { changeVersions, reviewedVersion } from './changeVersions.ts';
import { waitingVersions, type WaitingRow } from './review.repository.ts';

/** Decides about versions that wait. */
export class ReviewService {
  readonly #skills: SkillService;
  readonly #house: HousePolicy;
  readonly #cursors: CursorCodec;

  constructor(skills: SkillService, house: HousePolicy, cursors: CursorCodec) {
    this.#skills = skills;
    this.#house = house;
    this.#cursors = cursors;
  }

  /**
   * Approves the version named, or the newest that waits. One that is blocked is `not_allowed`, and where the
   * policy asks for two people, one that the caller brought in; approving what is approved already changes nothing.
   */
  async approve(
    scope: CallScope,
    { skillId, version: number, reason }: ApproveInput,
  ): Promise<ReviewedVersion> {
    requireReviewer(scope);
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
        throw notAllowed(`${reference} ${version.version} is blocked: lift the block first.`);
      }
      if (await isBlockedDigest(em, version.bundle.digest)) {
        throw notAllowed(
          `The files of ${reference} ${version.version} were blocked on this server: lift that block first.`,
        );
      }
      if (version.decision === 'undecided') {
        if (!this.#mayApprove(scope.actor, version.createdBy?.id)) {
          throw twoPeopleNeeded(`${reference} ${version.version}`);
        }
        await change(version, { decision: 'approved' }, { action: 'version.approve', reason });
      }
      return reviewedVersion(skill, version);
    });
  }

  /** What waits for review, the longest waiting first; for those who decide. */
  async waiting(
    scope: Pick<CallScope, 'em' | 'actor'>,
    { cursor, limit }: WaitingInput,
  ): Promise<WaitingList> {
    requireReviewer(scope);
    const question = 'moderation.waiting';
    const rows = await waitingVersions(scope.em, limit, this.#cursors.decode(question, cursor));
    const { page, next } = splitPage(rows, limit);
    const decisions = await decisionsAbout(
      scope.em,
      page.map(({ id }) => id),
    );
    return {
      items: page.map((row) => ({
        ...waitingView(row, decisions.get(row.id)),
        mayApprove: this.#mayApprove(scope.actor, row.createdById),
      })),
      nextCursor: this.#cursors.encode(question, next),
    };
  }

  #mayApprove({ user }: Actor, createdById: string | null | undefined): boolean {
    return !this.#house.requireTwoPeople || createdById !== user?.id;
  }
}

function requireReviewer({ actor }: Pick<CallScope, 'actor'>): void {
  if (!can(actor, 'review')) throw notAllowed('Only reviewers and admins review versions.');
}

/** A withdrawn version waits for nobody. */
function isWaiting(version: Version): boolean {
  return availabilityOf(version) === 'held' && !(version.yankedAt instanceof Date);
}

function waitingView(
  row: WaitingRow,
  decision: VersionDecision | undefined,
): Omit<WaitingVersion, 'mayApprove'> {
  const { skillId, version, digest, createdBy, createdAt } = row;
  return {
    skillId,
    reference: referenceOf(row),
    version,
    digest,
    createdBy,
    createdAt: new Date(createdAt),
    resembles: row.diagnostics.find(({ code }) => code === NAME_RESEMBLES)?.message ?? null,
    ...(decision === undefined ? {} : { decision }),
  };
}
