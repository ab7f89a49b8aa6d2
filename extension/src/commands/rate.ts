import * as vscode from 'vscode';
import type { Rating, RatingList } from '@skill-marketplace/shared/contracts';
import { starsText } from '../browse/skillRow.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { pickStars } from '../picks/pickStars.ts';
import { subjectOf } from '../picks/subject.ts';
import type { Subject } from '../picks/subject.ts';
import type { Services } from '../services.ts';

const LONGEST_COMMENT = 1000;

/** Rates the row's skill, or one that is asked for: stars, then a comment that may be left out. */
export async function rate(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Which skill is rated?');
  if (subject === undefined) return;
  const { reference, displayName, marketplace } = subject;
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const mine = await ownRating(subject);
  const rating = await pickStars(displayName, mine?.rating);
  if (rating === undefined) return;
  const comment = await askComment(displayName, mine?.comment ?? '');
  if (comment === undefined) return;

  const result = await marketplace.client.ratings.rate.mutate({
    skillId: reference,
    rating,
    ...(comment === '' ? {} : { comment }),
  });
  services.browse.refresh();
  services.details.refresh();
  const did = result.action === 'created' ? 'Rated' : 'Changed your rating of';
  void vscode.window.showInformationMessage(
    `${did} ${displayName}: now ${starsText(result) ?? ''}.`,
  );
}

/** Pages of ratings that are looked through for one's own. */
const MOST_PAGES = 20;

/** One's own rating, when it is among the newest 2,000. */
async function ownRating({ marketplace, reference }: Subject): Promise<Rating | undefined> {
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const list: RatingList = await marketplace.client.ratings.list.query({
      skillId: reference,
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    const mine = list.items.find((rating) => rating.mine);
    if (mine !== undefined || list.nextCursor === null) return mine;
    cursor = list.nextCursor;
  }
  return undefined;
}

async function askComment(displayName: string, value: string): Promise<string | undefined> {
  const comment = await vscode.window.showInputBox({
    title: `Rate ${displayName}`,
    prompt: 'What should others know? Leave it empty for stars alone.',
    value,
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim().length > LONGEST_COMMENT
        ? `At most ${LONGEST_COMMENT} characters: this has ${text.trim().length}.`
        : undefined,
  });
  return comment?.trim();
}
