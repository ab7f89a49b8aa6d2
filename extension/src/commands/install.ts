import * as vscode from 'vscode';
import { InstallPlan } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { withCancellableProgress } from '../installing/cancellableProgress.ts';
import { consents } from '../installing/consent.ts';
import { installedText } from '../installing/installedText.ts';
import { putOnDisk } from '../installing/putOnDisk.ts';
import { readersText, targetsFor } from '../installing/targets.ts';
import { pickRoot } from '../picks/pickRoot.ts';
import { subjectOf } from '../picks/subject.ts';
import type { Subject } from '../picks/subject.ts';
import type { Services } from '../services.ts';
import { showFailure } from '../failures/showFailure.ts';
import { askStillHolds } from '../ratings/askStillHolds.ts';
import { openSkillFile } from './openInstalled.ts';

/** Installs the latest version of the row's skill, or of one that is asked for. */
export async function install(services: Services, row: unknown): Promise<void> {
  const named = await pickRoot(services);
  if (named === undefined) return;
  const subject = await subjectOf(services, row, 'Which skill is installed?');
  if (subject === undefined) return;
  const plan = await planOf(subject);
  if (!(await consents(services, named, subject, plan))) return;

  const { displayName, marketplace } = subject;
  const targets = await targetsFor(services, named);
  const done = await putOnDisk(services, {
    named,
    targets,
    plan,
    displayName,
    marketplace,
    mode: {},
  });
  if (done === undefined) return;
  const { attempt, outcome } = done;

  const { instanceId } = marketplace;
  const place = { instanceId, folder: named.root.folder, key: outcome.key };
  const skillId = plan.skill.reference;
  const target = attempt.targets.join(', ').slice(0, 200);
  const record = { skillId, version: plan.version, target };
  const told = services.reports.installed(marketplace, place, record);
  services.installed.refresh();
  const text = installedText(displayName, plan, outcome, readersText(attempt.targets, named));
  // The command does not wait for the person: a toast may stay for long.
  void report(text, named.root.folder, outcome.installedTo[0]);
  // What is done is said by then: a marketplace that is slow holds only this back.
  await told;
  services.browse.refresh();
  services.details.refresh();
  const { previousVersion } = outcome;
  if (previousVersion === undefined || previousVersion === plan.version) return;
  const updated = { marketplace, reference: skillId, displayName, version: plan.version };
  void askStillHolds(services, updated).catch((error) => void showFailure(error, services.log));
}

async function report(text: string, root: string, folder: string | undefined): Promise<void> {
  const open = 'Open SKILL.md';
  const chosen = await vscode.window.showInformationMessage(text, open);
  if (chosen === open && folder !== undefined) await openSkillFile(root, folder);
}

async function planOf({ displayName, reference, marketplace }: Subject): Promise<InstallPlan> {
  const title = `Looking up ${displayName}`;
  const answer: unknown = await withCancellableProgress(title, (signal) =>
    marketplace.client.installs.plan.query({ skillId: reference }, { signal }),
  );
  const plan = InstallPlan.safeParse(answer);
  if (!plan.success) throw new EditorFailure('not_a_marketplace', { url: marketplace.url });
  return plan.data;
}
