import * as vscode from 'vscode';
import { LONGEST_REASON } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { subjectOf } from '../picks/subject.ts';
import { askText } from '../picks/askText.ts';
import { versionChoices } from '../reviewing/reviewTexts.ts';
import type { Services } from '../services.ts';

/** Lets a reviewer take a version of the row's skill, or of one that is asked for, away from everybody. */
export async function block(services: Services, row: unknown): Promise<void> {
  const subject = await subjectOf(services, row, 'Of which skill is a version blocked?');
  if (subject === undefined) return;
  const { reference, displayName, marketplace } = subject;
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const { client } = marketplace;
  const title = `Block ${displayName}`;
  const detail = await client.skills.byId.query({ id: reference });
  const choices = versionChoices(detail, ['installable', 'held', 'restoreOnly']);
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(`All versions of ${displayName} are blocked.`);
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: 'Which version does nobody get any more?',
  });
  if (chosen === undefined) return;
  const { version, digest } = chosen;
  const extent = await vscode.window.showQuickPick(
    [
      { label: 'Only This Version', named: { skillId: reference, version } },
      {
        label: 'These Files, Wherever They Are',
        detail: 'Every version of every skill with exactly these files, now and later.',
        named: { digest },
      },
    ],
    { title: `${title} ${version}`, placeHolder: 'What is blocked?' },
  );
  if (extent === undefined) return;
  const reason = await askText({
    title: `${title} ${version}`,
    prompt: 'Why? Everybody who has it reads this.',
    longest: LONGEST_REASON,
  });
  if (reason === undefined) return;
  const { blocked } = await client.moderation.block.mutate({ ...extent.named, reason });
  services.browse.refresh();
  services.details.refresh();
  const others = blocked.length < 2 ? '' : `, and ${blocked.length - 1} more with its files`;
  void vscode.window.showInformationMessage(
    `Blocked ${displayName} ${version}${others}: nobody gets it any more.`,
  );
  services.installed.refresh();
}
