import { listed } from '../../errors/listed.ts';
import type { Actor } from '../accounts/actor.ts';
import { isActingAdmin } from './can.ts';
import type { HousePolicy } from './housePolicy.ts';
import { isLicenceAllowed } from './licence.ts';

/** Why the house does not let the actor publish, whatever and wherever; `undefined` when it does. */
export function refusalToPublish(actor: Actor, { whoMayPublish }: HousePolicy): string | undefined {
  if (typeof whoMayPublish === 'string' || isActingAdmin(actor)) return undefined;
  const { users, roles } = whoMayPublish;
  // Names that differ by case alone are one account.
  const own = inSmallLetters(actor.user?.name ?? '');
  const isNamed = users.some((name) => inSmallLetters(name) === own);
  if (isNamed || roles.some((role) => actor.roles.includes(role))) return undefined;
  return 'The rules of this marketplace do not let you publish: ask an admin.';
}

/** Each character by itself, as the database does it: of a whole word a last sigma would get another form. */
function inSmallLetters(name: string): string {
  return Array.from(name, (character) => character.toLowerCase()).join('');
}

/** What of a skill the rules look at. */
export interface JudgedSkill {
  license?: string;
  category: { name: string; source: 'declared' | 'derived' };
}

/** Why the house does not take a skill, in a sentence that says what to change; `undefined` when it does. */
export function refusalOfContent(
  { license, category }: JudgedSkill,
  policy: HousePolicy,
): string | undefined {
  return refusalOfLicence(license, policy) ?? refusalOfCategory(category, policy);
}

function refusalOfLicence(
  license: string | undefined,
  { allowedLicences }: HousePolicy,
): string | undefined {
  if (allowedLicences === undefined) return undefined;
  const choice = `this marketplace takes ${listed(allowedLicences)}`;
  if (license === undefined) {
    return `The skill names no licence, and ${choice}: write license: into its SKILL.md.`;
  }
  const isAllowed = isLicenceAllowed(license, allowedLicences);
  if (isAllowed === true) return undefined;
  return isAllowed === undefined
    ? `The licence ${JSON.stringify(license)} is no SPDX expression, and ${choice}: write it so.`
    : `The licence ${license} is not allowed: ${choice}.`;
}

/** Why the house does not take a category; one that only follows from a skill's words can be declared otherwise. */
export function refusalOfCategory(
  { name, source }: { name: string; source: 'curated' | 'declared' | 'derived' },
  { allowedCategories }: HousePolicy,
): string | undefined {
  if (allowedCategories === undefined || allowedCategories.includes(name)) return undefined;
  const choice = `this marketplace takes ${listed(allowedCategories)}`;
  return source === 'derived'
    ? `The skill declares no category and its words point to ${name}, but ${choice}: write category: into its SKILL.md.`
    : `The category ${name} is not allowed: ${choice}.`;
}

/** True when what the actor brings in need not wait for a review, as far as the house says. */
export function isTakenAsApproved(
  kind: 'starter' | 'import' | 'publish',
  { importsWaitForReview, requireTwoPeople }: HousePolicy,
): boolean {
  // The server's own skills are nobody's to approve.
  if (kind === 'starter') return true;
  return !requireTwoPeople && !(kind === 'import' && importsWaitForReview);
}
