import type { z } from 'zod';
import { listed } from '../../errors/listed.ts';
import { HousePolicy } from './housePolicy.ts';
import type { Place } from './policyText.ts';

/** What is wrong in the rules, and what is allowed there. */
export interface PolicyMistake {
  place: Place;
  sentence: string;
}

/** The first mistake that the schema found in what a file gives. */
export function firstMistake({ issues }: z.ZodError, given: unknown): PolicyMistake {
  const [issue] = issues;
  return issue === undefined
    ? { place: [], sentence: 'write rules as {"requireTwoPeople": true}' }
    : mistakeOf(issue, given, []);
}

function mistakeOf(issue: z.core.$ZodIssue, given: unknown, around: Place): PolicyMistake {
  const place = [...around, ...issue.path.filter((key) => typeof key !== 'symbol')];
  const value = valueAt(given, place);
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return { place: [...place, key], sentence: `there is no ${key} here: ${keysAt(place)}` };
  }
  // Of the ways to say who publishes, the one that was tried.
  if (issue.code === 'invalid_union' && isObject(value)) {
    const nested = issue.errors.at(-1)?.[0];
    if (nested !== undefined) return mistakeOf(nested, given, place);
  }
  if (Array.isArray(value) && issue.code === 'too_small') {
    return { place, sentence: 'name at least one, or leave the rule out' };
  }
  const give = `give ${allowed(issue, place)}`;
  return {
    place,
    sentence: value === undefined ? `it is missing: ${give}` : `${give}, not ${shown(value)}`,
  };
}

/** What may stand at a place. */
function allowed(issue: z.core.$ZodIssue, place: Place): string {
  const [rule, part] = place;
  if (issue.code === 'invalid_value') return listed(issue.values.map(String));
  if (issue.code === 'invalid_type' && issue.expected === 'boolean') return 'true or false';
  if (issue.code === 'invalid_type' && issue.expected === 'array') return 'a list, in brackets';
  if (issue.code === 'invalid_type' && issue.expected === 'object') {
    return `an object, in braces: ${keysAt(place)}`;
  }
  if (issue.code === 'invalid_union') return 'everybody, members, or { users, roles }';
  if (rule === 'allowedLicences') return 'SPDX ids, as MIT or Apache-2.0';
  if (rule === 'allowedCategories') return 'categories in lower-case letters, digits and hyphens';
  if (rule === 'whoMayPublish' && part === 'users') return 'names of accounts';
  return 'something else';
}

/** Which names an object of the rules has. */
function keysAt([rule, part]: Place): string {
  if (rule === undefined) return `the rules are ${listed(Object.keys(HousePolicy.shape), 'and')}`;
  if (rule === 'whoMayPublish') return 'give users and roles';
  if (part !== undefined) return 'give types and afterApproval';
  return 'the maturities are student, intern, supervised and autonomous';
}

function valueAt(given: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (value, key) => (isObject(value) ? Reflect.get(value, key) : undefined),
    given,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
