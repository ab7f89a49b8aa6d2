import * as vscode from 'vscode';
import type { Subject } from '../picks/subject.ts';
import type { Services } from '../services.ts';
import { rateSkill } from './rateSkill.ts';
import { starRow } from './ratingBars.ts';

/** A skill that was updated, and the version that is installed. */
export interface Updated extends Subject {
  version: string;
}

const HOLDS = 'It Still Holds';
const CHANGE = 'Change…';

/**
 * Asks, once for each version, whether the person's rating of an earlier version holds for this one too. Nothing is
 * asked of those who have not rated, or while the marketplace does not know of the update.
 */
export async function askStillHolds(services: Services, updated: Updated): Promise<void> {
  const { marketplace, reference, displayName, version } = updated;
  if (marketplace.account === 'none' || !marketplace.has('ratings')) return;
  const asked = `stillHolds:${marketplace.instanceId}:${reference}:${version}`;
  if (services.memory.get<unknown>(asked) === true) return;
  const { ratings } = marketplace.client;
  const { rating, isOfOtherVersion, versionToRate, refusal } = await ratings.mine.query({
    skillId: reference,
  });
  const isAsked = isOfOtherVersion && versionToRate === version && refusal === undefined;
  if (rating === null || !isAsked) return;
  await services.memory.update(asked, true);

  const chosen = await vscode.window.showInformationMessage(
    `You rated ${displayName} ${rating.version} ${starRow(rating.rating)}. Does that hold for ${version}?`,
    HOLDS,
    CHANGE,
  );
  if (chosen === CHANGE) await rateSkill(services, updated);
  if (chosen !== HOLDS) return;
  await ratings.rate.mutate({
    skillId: reference,
    rating: rating.rating,
    ...(rating.comment === null ? {} : { comment: rating.comment }),
  });
  services.details.refresh();
}
