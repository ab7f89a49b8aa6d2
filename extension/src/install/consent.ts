import type { Capability } from '@skill-marketplace/shared/contracts';

/**
 * True when a person must see the capabilities first: at a first install when there are any, at an
 * update when it adds one. Only a skill without any is installed in silence.
 */
export function needsConsent(
  capabilities: readonly Capability[],
  previous: readonly Capability[] = [],
): boolean {
  return addedCapabilities(capabilities, previous).length > 0;
}

/** The capabilities that `previous` did not have; a line that moved is not a new capability. */
export function addedCapabilities(
  capabilities: readonly Capability[],
  previous: readonly Capability[] = [],
): Capability[] {
  const known = new Set(previous.map(identityOf));
  return capabilities.filter((capability) => !known.has(identityOf(capability)));
}

function identityOf({ kind, detail, path }: Capability): string {
  return JSON.stringify([kind, detail, path]);
}
