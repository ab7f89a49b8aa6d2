import * as vscode from 'vscode';
import { LONGEST_REASON } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { isInstalledRow, isSkillRow, subjectOf } from '../picks/subject.ts';
import { askText } from '../picks/askText.ts';
import {
  approvalText,
  versionChoices,
  waitingChoices,
  type VersionChoice,
} from '../reviewing/reviewTexts.ts';
import type { Services } from '../services.ts';

const MOST_LISTED = 100;

/** Lets a reviewer approve a version that waits: of the row's skill, or of all that wait. */
export async function approve(services: Services, row: unknown): Promise<void> {
  const marketplace = await services.connection.marketplace();
  if (marketplace.account === 'none') throw new EditorFailure('sign_in_needed');
  const choices = await waitingFor(services, marketplace, row);
  if (choices.length === 0) {
    void vscode.window.showInformationMessage('Nothing of it waits for review.');
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, {
    title: 'Approve a Version',
    placeHolder: 'Which version may everybody install?',
    matchOnDetail: true,
  });
  if (chosen === undefined || !(await agrees(services, marketplace, chosen))) return;
  const { reference, version } = chosen;
  const reason = await askText({
    title: `Approve ${reference} ${version}`,
    prompt: 'Why? It may be left empty; reviewers see it beside the version.',
    longest: LONGEST_REASON,
    mayBeEmpty: true,
  });
  if (reason === undefined) return;
  await marketplace.client.moderation.approve.mutate({
    skillId: reference,
    version,
    ...(reason === '' ? {} : { reason }),
  });
  services.browse.refresh();
  services.details.refresh();
  void vscode.window.showInformationMessage(
    `Approved ${reference} ${version}: everybody can install it.`,
  );
}

async function waitingFor(
  services: Services,
  { client }: Marketplace,
  row: unknown,
): Promise<VersionChoice[]> {
  if (!isSkillRow(row) && !isInstalledRow(row)) {
    return waitingChoices((await client.moderation.waiting.query({ limit: MOST_LISTED })).items);
  }
  const subject = await subjectOf(services, row, '');
  if (subject === undefined) return [];
  return versionChoices(await client.skills.byId.query({ id: subject.reference }), ['held']);
}

/** Shows what the version can do, and asks. */
async function agrees(
  services: Services,
  { client, instanceId }: Marketplace,
  { reference, version }: VersionChoice,
): Promise<boolean> {
  const detail = approvalText(await client.skills.byId.query({ id: reference, version }));
  const chosen = await vscode.window.showWarningMessage(
    `Approve ${reference} ${version}?`,
    { modal: true, detail },
    'Approve',
    'Show Details',
  );
  if (chosen === 'Show Details') {
    await services.details.openVersion(instanceId, reference, version);
  }
  return chosen === 'Approve';
}
