import * as vscode from 'vscode';
import { mapMarketplace, splitKey } from '../install/index.ts';
import type { InstallFailure, InstallFailureReason } from '../install/index.ts';
import type { Attempt } from './putOnDisk.ts';
import { pickTargets } from './targets.ts';

const ANOTHER_FOLDER = 'Choose Another Folder…';

type Resolution = (attempt: Attempt, failure: InstallFailure) => Promise<Attempt | undefined>;

/**
 * Asks what to do about something that is in the way of an install. `undefined`: leave it.
 *
 * @throws the failure itself when there is nothing to choose
 */
export async function resolveConflict(
  attempt: Attempt,
  failure: InstallFailure,
): Promise<Attempt | undefined> {
  return RESOLUTIONS[failure.reason](attempt, failure);
}

const RESOLUTIONS: Record<InstallFailureReason, Resolution> = {
  name_taken: replaced,
  folder_taken: quarantined,
  other_instance: mapped,
  cancelled: async () => undefined,
  integrity_mismatch: nothingToChoose,
  unsafe_archive: nothingToChoose,
  unsafe_link: nothingToChoose,
  lockfile_unreadable: nothingToChoose,
  lockfile_newer: nothingToChoose,
  not_installed: nothingToChoose,
  not_stored: nothingToChoose,
  busy: nothingToChoose,
  changed_meanwhile: nothingToChoose,
  cannot_write: nothingToChoose,
};

async function nothingToChoose(_attempt: Attempt, failure: InstallFailure): Promise<undefined> {
  throw failure;
}

async function replaced(
  attempt: Attempt,
  { message, details }: InstallFailure,
): Promise<Attempt | undefined> {
  const holder = details.holder === undefined ? 'It' : splitKey(details.holder).reference;
  const replace = `Replace ${holder}`;
  const detail = `The folder ${details.path ?? ''} can hold one skill.`;
  const chosen = await ask(message, detail, [replace, ANOTHER_FOLDER]);
  if (chosen === replace) return { ...attempt, mode: { ...attempt.mode, replace: true } };
  return chosen === ANOTHER_FOLDER ? elsewhere(attempt) : undefined;
}

async function quarantined(
  attempt: Attempt,
  { message }: InstallFailure,
): Promise<Attempt | undefined> {
  const aside = 'Move It Aside';
  const detail =
    'It is never overwritten. Moved aside it is kept, in .skill-marketplace/quarantine.';
  const chosen = await ask(message, detail, [aside, ANOTHER_FOLDER]);
  if (chosen === aside) return { ...attempt, mode: { ...attempt.mode, quarantine: true } };
  return chosen === ANOTHER_FOLDER ? elsewhere(attempt) : undefined;
}

async function mapped(attempt: Attempt, failure: InstallFailure): Promise<Attempt | undefined> {
  const { alias, freeAlias } = failure.details;
  if (alias === undefined || freeAlias === undefined) throw failure;
  const same = 'It Is the Same One';
  const further = 'It Is Another One';
  const detail = `The lockfile of this folder records it. "${same}" fits when the marketplace was set up anew. Another one is recorded as ${freeAlias}.`;
  const chosen = await ask(failure.message, detail, [same, further]);
  if (chosen === undefined) return undefined;
  const mapping = chosen === same ? { sameAs: alias } : { alias: freeAlias };
  const { named, marketplace } = attempt;
  await mapMarketplace({ root: named.root, marketplace, mapping });
  return attempt;
}

async function elsewhere(attempt: Attempt): Promise<Attempt | undefined> {
  const targets = await pickTargets(attempt.targets, attempt.named);
  return targets && { ...attempt, targets };
}

async function ask(
  message: string,
  detail: string,
  choices: readonly string[],
): Promise<string | undefined> {
  return vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices);
}
