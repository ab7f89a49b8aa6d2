import * as vscode from 'vscode';
import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import { addedCapabilities, findStoredVersion, needsConsent } from '../install/index.ts';
import type { NamedRoot } from '../installed/roots.ts';
import type { Subject } from '../picks/subject.ts';
import type { Services } from '../services.ts';
import { consentText, seriousWarnings } from './capabilityText.ts';

/**
 * True when the skill may be installed: it has nothing to ask about, or the person has seen what it
 * can do and agreed.
 */
export async function consents(
  services: Services,
  { root }: NamedRoot,
  { displayName, marketplace }: Subject,
  plan: InstallPlan,
): Promise<boolean> {
  const { instanceId } = marketplace;
  const places = await services.installed.find(instanceId, plan.skill.reference);
  const installed = places.find((place) => place.root.folder === root.folder);
  const previous =
    installed &&
    (await findStoredVersion(services.store, instanceId, installed.reference, installed.version));
  const known = previous?.capabilities ?? [];
  const isAsked =
    needsConsent(plan.capabilities, known) || seriousWarnings(plan.warnings).length > 0;
  if (!isAsked) return true;

  const added = addedCapabilities(plan.capabilities, known);
  const isUpdate = previous !== undefined;
  const question = `Install ${displayName} ${plan.version}?`;
  const detail = consentText(plan, added, isUpdate);
  const chosen = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail },
    'Install',
    'Show Details',
  );
  if (chosen === 'Show Details') await services.details.open(instanceId, plan.skill.reference);
  return chosen === 'Install';
}
