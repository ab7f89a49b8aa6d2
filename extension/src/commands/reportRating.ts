import * as vscode from 'vscode';
import { LONGEST_REASON } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { subjectOf } from '../picks/subject.ts';
import { askText } from '../picks/askText.ts';
import { starRow } from '../ratings/ratingBars.ts';
import type { Services } from '../services.ts';

/** Tells reviewers of a rating of the row's skill, or of one that is asked for, with a reason. */
export async function reportRating(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Whose rating is reported?');
  if (subject === undefined) return;
  const { reference, displayName, marketplace } = subject;
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const { ratings } = marketplace.client;
  const { items } = await ratings.list.query({ skillId: reference, limit: 100 });
  const others = items.filter(({ mine, hidden }) => !mine && hidden === undefined);
  if (others.length === 0) {
    void vscode.window.showInformationMessage(`Nobody else has rated ${displayName} yet.`);
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    others.map((rating) => ({
      label: `${starRow(rating.rating)} ${oneLine(rating.userName)}`,
      description: `${rating.version}${rating.verified ? ' · installed it' : ''}`,
      detail: oneLine(rating.comment ?? 'Without a comment.'),
      rating,
    })),
    {
      title: `Ratings of ${displayName}`,
      placeHolder: 'Which one is reported?',
      matchOnDetail: true,
    },
  );
  if (chosen === undefined) return;
  const reason = await askText({
    title: `Report the Rating by ${oneLine(chosen.rating.userName)}`,
    prompt: 'What is wrong with it? Reviewers read this.',
    longest: LONGEST_REASON,
  });
  if (reason === undefined) return;
  await ratings.report.mutate({ ratingId: chosen.rating.id, reason });
  void vscode.window.showInformationMessage('Reported. A reviewer will look at it.');
}
