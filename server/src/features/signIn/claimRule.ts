import type { ClaimRule } from './signInConfig.ts';

/** The rule of a text like `groups=engineering`; the value may hold `=`, the claim may not. */
export function parseClaimRule(text: string): ClaimRule {
  const at = text.indexOf('=');
  return { claim: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/**
 * True when the claim is the value, or a list with it. A claim is found by its whole name, else along the dots
 * in it, as `realm_access.roles`; numbers and booleans compare as JSON writes them.
 */
export function holdsClaim(claims: object, { claim, value }: ClaimRule): boolean {
  const found = propertyOf(claims, claim) ?? claim.split('.').reduce(propertyOf, claims);
  return (Array.isArray(found) ? found : [found]).some((one) => textOf(one) === value);
}

function propertyOf(of: unknown, name: string): unknown {
  const isNamed = typeof of === 'object' && of !== null && !Array.isArray(of);
  if (!isNamed || !Object.hasOwn(of, name)) return undefined;
  return Object.getOwnPropertyDescriptor(of, name)?.value;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
