import * as vscode from 'vscode';
import type { OwnRating } from '@skill-marketplace/shared/contracts';
import { starsText } from '../browse/skillRow.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import type { Subject } from '../picks/subject.ts';
import type { Services } from '../services.ts';
import { askText } from '../picks/askText.ts';
import { pickRating } from './pickRating.ts';
import { rateChoices, type RateChoice } from './rateChoices.ts';

const LONGEST = 1000;

/** Lets the person rate a skill: shows what others gave, and one's own rating to change, remove or appeal for. */
export async function rateSkill(services: Services, subject: Subject): Promise<void> {
  const { reference, displayName, marketplace } = subject;
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const { ratings, skills } = marketplace.client;
  const own = await ratings.mine.query({ skillId: reference });
  if (own.refusal !== undefined && own.rating === null) {
    throw new EditorFailure('rating_refused', { message: own.refusal });
  }
  const skill = await skills.byId.query({ id: reference });
  const choice = await pickRating(displayName, rateChoices(skill, own), own.rating?.rating);
  if (choice === undefined) return;
  const text = await act(subject, own, choice);
  if (text === undefined) return;
  services.browse.refresh();
  services.details.refresh();
  void vscode.window.showInformationMessage(text);
}

/** Does what was chosen, and gives what is said then; `undefined` when the person gives up. */
function act(subject: Subject, own: OwnRating, choice: RateChoice): Promise<string | undefined> {
  if (choice.does === 'rate') return rateWith(subject, own, choice.stars);
  return choice.does === 'remove' ? remove(subject) : appeal(subject, own);
}

async function rateWith(
  { displayName, reference, marketplace }: Subject,
  { rating: before }: OwnRating,
  rating: number,
): Promise<string | undefined> {
  const comment = await askText({
    title: `Rate ${displayName}`,
    prompt: 'What should others know? Leave it empty for stars alone.',
    value: before?.comment ?? '',
    longest: LONGEST,
    mayBeEmpty: true,
  });
  if (comment === undefined) return undefined;
  const result = await marketplace.client.ratings.rate.mutate({
    skillId: reference,
    rating,
    ...(comment === '' ? {} : { comment }),
  });
  const did = result.action === 'created' ? 'Rated' : 'Changed your rating of';
  if (result.hidden === true) {
    return `${did} ${displayName}. Others see it once a reviewer shows it again.`;
  }
  return `${did} ${displayName}: now ${starsText(result) ?? 'without a rating that counts'}.`;
}

async function remove({ displayName, reference, marketplace }: Subject): Promise<string> {
  const left = await marketplace.client.ratings.remove.mutate({ skillId: reference });
  return `Removed your rating of ${displayName}: now ${starsText(left) ?? 'nobody rates it'}.`;
}

async function appeal(
  { displayName, marketplace }: Subject,
  { rating }: OwnRating,
): Promise<string | undefined> {
  const text = await askText({
    title: `Your Rating of ${displayName}`,
    prompt: 'Why should it be shown again? You may ask once.',
    longest: LONGEST,
  });
  if (text === undefined || rating === null) return undefined;
  await marketplace.client.ratings.appeal.mutate({ ratingId: rating.id, text });
  return `Asked the reviewers to show your rating of ${displayName} again.`;
}
