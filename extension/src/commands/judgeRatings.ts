import * as vscode from 'vscode';
import type { MarketplaceClient } from '@skill-marketplace/shared/client';
import { LONGEST_REASON } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { askText } from '../picks/askText.ts';
import { waitingRatings, type Decision, type WaitingRating } from '../ratings/waitingRatings.ts';
import type { Services } from '../services.ts';

/** The longest waiting; what is decided makes room for the rest. */
const MOST_LISTED = 100;

/** What each decision is called, what it asks for, and what is said once it is carried out. */
const DECISIONS: Record<Decision, { title: string; asks?: string; done: string }> = {
  hide: {
    title: 'Hide It…',
    asks: 'Why is it hidden? Its author reads this.',
    done: 'The rating is hidden, and counts nowhere. Its author sees why.',
  },
  dismissReports: { title: 'Let It Stand', done: 'The rating stands as it is.' },
  restore: { title: 'Show It Again', done: 'The rating is shown again, and counts.' },
  rejectAppeal: {
    title: 'Leave It Hidden…',
    asks: 'Why does it stay hidden? Its author reads this.',
    done: 'The rating stays hidden. Its author sees why.',
  },
};

/** Lets a reviewer decide about ratings that people reported, or appeal for. */
export async function judgeRatings(services: Services): Promise<void> {
  const { client, account } = await services.connection.marketplace();
  if (account === 'none') throw new EditorFailure('sign_in_needed');
  const { ratings } = client;
  const first = { limit: MOST_LISTED };
  const reports = await ratings.reports.query(first);
  const appeals = await ratings.appeals.query(first);
  const waiting = waitingRatings(reports.items, appeals.items);
  if (waiting.length === 0) {
    void vscode.window.showInformationMessage('No rating waits for a reviewer.');
    return;
  }
  const chosen = await vscode.window.showQuickPick(waiting, {
    title: 'Ratings for Review',
    placeHolder: 'Which one is decided about?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const decided = await decide(client, chosen);
  if (decided === undefined) return;
  services.browse.refresh();
  services.details.refresh();
  void vscode.window.showInformationMessage(decided);
}

/** Asks for the decision, carries it out, and gives what is said then. */
async function decide(
  { ratings }: MarketplaceClient,
  { ratingId, label, detail, decisions }: WaitingRating,
): Promise<string | undefined> {
  const choices = decisions.map((decision) => ({ label: DECISIONS[decision].title, decision }));
  const chosen = await vscode.window.showQuickPick(choices, { title: label, placeHolder: detail });
  if (chosen === undefined) return undefined;
  const { decision } = chosen;
  const { asks, done } = DECISIONS[decision];
  if (decision === 'hide' || decision === 'rejectAppeal') {
    const reason = await askText({
      title: 'Ratings for Review',
      prompt: asks ?? '',
      longest: LONGEST_REASON,
    });
    if (reason === undefined) return undefined;
    await ratings[decision].mutate({ ratingId, reason });
  } else {
    await ratings[decision].mutate({ ratingId });
  }
  return done;
}
