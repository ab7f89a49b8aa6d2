import * as vscode from 'vscode';
import { LONGEST_REASON } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { subjectOf } from '../picks/subject.ts';
import { askText } from '../picks/askText.ts';
import { blockChoices, unblockedText } from '../reviewing/blockTexts.ts';
import type { Services } from '../services.ts';

/** Lets a reviewer lift a block of the row's skill, or of one that is asked for; what it held waits for review then. */
export async function unblock(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Of which skill is a block lifted?');
  if (subject === undefined) return;
  const { reference, displayName, marketplace } = subject;
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const { client } = marketplace;
  const title = `Unblock ${displayName}`;
  const choices = blockChoices(await client.skills.byId.query({ id: reference }));
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(`${displayName} has no block that can be lifted.`);
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: 'Which block was a mistake?',
  });
  if (chosen === undefined) return;
  const reason = await askText({
    title: `${title} ${chosen.label}`,
    prompt: 'Why? It is kept in the record of changes, and shown to reviewers.',
    longest: LONGEST_REASON,
  });
  if (reason === undefined) return;
  const { unblocked } = await client.moderation.unblock.mutate({ ...chosen.named, reason });
  services.browse.refresh();
  services.details.refresh();
  services.installed.refresh();
  void vscode.window.showInformationMessage(unblockedText(unblocked));
}
