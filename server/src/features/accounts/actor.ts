import type { Role, Scope } from '@skill-marketplace/shared/contracts';

/** Who makes a call, as a bearer token says. */
export interface Actor {
  /** `null`: anonymous. */
  user: { id: string; name: string } | null;
  roles: readonly Role[];
  scopes: readonly Scope[];
  /** Publishers that the user is a member of. */
  publishers: readonly string[];
  /** The token that the call is made with; none on the command line. */
  token?: { id: string; expiresAt: Date | null };
}

/** Somebody who has not signed in. */
export const ANONYMOUS: Actor = { user: null, roles: [], scopes: [], publishers: [] };
