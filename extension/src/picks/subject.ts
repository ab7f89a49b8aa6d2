import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { SearchNode, SkillNode } from '../browse/browseNode.ts';
import { oneLine } from '../browse/skillRow.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import type { InstalledSkillNode } from '../installed/installedTree.ts';
import type { Services } from '../services.ts';
import { pickSkill } from './pickSkill.ts';

/** The skill that a command is about. */
export interface Subject {
  reference: string;
  displayName: string;
  marketplace: Marketplace;
}

/**
 * The skill of the row that a command was called on; without a row the person is asked, and
 * `undefined` is a person who chose none.
 *
 * @throws EditorFailure those of a connection; `other_marketplace`
 */
export async function subjectOf(
  services: Services,
  row: unknown,
  question: string,
): Promise<Subject | undefined> {
  if (!isSkillRow(row) && !isInstalledRow(row)) {
    const found = await pickSkill(services, question);
    return found && subject(found.skill, found.marketplace);
  }
  const marketplace = await services.connection.marketplace();
  if (isSkillRow(row)) {
    const { skill, instanceId } = row;
    requireSame(instanceId, marketplace);
    return subject(skill, marketplace);
  }
  const { reference, installName, marketplace: origin } = row.installed;
  requireSame(origin?.instanceId, marketplace);
  return { reference, displayName: installName, marketplace };
}

/** True for the row of Browse that tells of a search. */
export function isSearchRow(row: unknown): row is SearchNode {
  return isRow(row) && row.kind === 'search';
}

/** True for a skill's row of Browse, which VS Code hands to a command as it is. */
export function isSkillRow(row: unknown): row is SkillNode {
  return isRow(row) && row.kind === 'skill';
}

/** True for a skill's row of Installed. */
export function isInstalledRow(row: unknown): row is InstalledSkillNode {
  return isRow(row) && row.kind === 'installed';
}

function subject({ reference, displayName }: SkillSummary, marketplace: Marketplace): Subject {
  return { reference, displayName: oneLine(displayName), marketplace };
}

function isRow(row: unknown): row is { kind: unknown } {
  return typeof row === 'object' && row !== null && 'kind' in row;
}

function requireSame(instanceId: string | undefined, marketplace: Marketplace): void {
  if (instanceId !== marketplace.instanceId) throw new EditorFailure('other_marketplace');
}
