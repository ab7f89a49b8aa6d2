import * as vscode from 'vscode';
import { mapMarketplace, splitKey } from '../install/index.ts';
import type { InstallFailure } from '../install/index.ts';
import type { Attempt } from './putOnDisk.ts';
import { pickTargets } from './targets.ts';

const ANOTHER_FOLDER = 'Choose Another Folder…';

/**
 * Asks what to do about something that is in the way of an install. `undefined`: leave it.
 *
 * @throws the failure itself when there is nothing to choose
 */
export async function resolveConflict(
  attempt: Attempt,
  failure: InstallFailure,
): Promise<Attempt | undefined> {
  const { details, message } = failure;
  switch (failure.reason) {
    case 'name_taken': {
      const holder = details.holder === undefined ? 'it' : splitKey(details.holder).reference;
      const replace = `Replace ${holder}`;
      const chosen = await ask(message, `The folder ${details.path ?? ''} can hold one skill.`, [
        replace,
        ANOTHER_FOLDER,
      ]);
      if (chosen === replace) return { ...attempt, mode: { ...attempt.mode, replace: true } };
      return chosen === ANOTHER_FOLDER ? elsewhere(attempt) : undefined;
    }
    case 'folder_taken': {
      const aside = 'Move It Aside';
      const detail =
        'It was not installed by Skill Marketplace, so it is not overwritten. Moved aside it is kept in .skill-marketplace/quarantine.';
      const chosen = await ask(message, detail, [aside, ANOTHER_FOLDER]);
      if (chosen === aside) return { ...attempt, mode: { ...attempt.mode, quarantine: true } };
      return chosen === ANOTHER_FOLDER ? elsewhere(attempt) : undefined;
    }
    case 'other_instance':
      return mapped(attempt, failure);
    case 'cancelled':
      return undefined;
    case 'integrity_mismatch':
    case 'unsafe_archive':
    case 'unsafe_link':
    case 'lockfile_unreadable':
    case 'lockfile_newer':
    case 'not_installed':
    case 'not_stored':
    case 'busy':
    case 'changed_meanwhile':
    case 'cannot_write':
      throw failure;
  }
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
