import type { WhoAmI } from '@skill-marketplace/shared/contracts';

/** Whether the account may decide about other people's versions and ratings, as the server decides it. */
export function mayReview({ roles, scopes }: Pick<WhoAmI, 'roles' | 'scopes'>): boolean {
  const isAdmin = roles.includes('admin');
  const moderates = (isAdmin || roles.includes('reviewer')) && scopes.includes('moderate');
  return moderates || (isAdmin && scopes.includes('admin'));
}
