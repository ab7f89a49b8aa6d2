import type { Action } from './can.ts';
import type { CallLimit } from './rateLimits.ts';

/** What one procedure needs of who calls it. */
export interface ProcedureRow {
  /** Decided before the input is read: `open` is for everybody; for anything but `read` somebody must have signed in. */
  needs: 'open' | Action;
  /** Decided by the service as well, about the publisher of what the input names. */
  ofPublisher?: Action;
  /** Which limit of the account a call counts for; otherwise `change` for a mutation, and `read` for others. */
  limit?: CallLimit;
  /** It may wait for whoever imports, and hold a connection meanwhile: only a few do at once. */
  inTurn?: true;
}

/**
 * The table of procedures: with `can()`, all that decides who may call what. `trpc/init.ts` enforces `needs` by
 * path and refuses a procedure without a row; a test calls every procedure as every role and compares. The services of
 * moderation, of the audit and of the check of ratings ask `can()` once more: the command line, which acts as the
 * first admin, calls services past this table, and what takes things from everybody is not to depend on that.
 */
export const PROCEDURES: Readonly<Record<string, ProcedureRow>> = {
  'accounts.create': { needs: 'administer' },
  'accounts.disable': { needs: 'administer' },
  'accounts.enable': { needs: 'administer' },
  'accounts.list': { needs: 'administer' },
  'accounts.setRoles': { needs: 'administer' },
  'advisories.check': { needs: 'read' },
  'agents.list': { needs: 'manageAgents' },
  'agents.register': { needs: 'manageAgents' },
  'agents.remove': { needs: 'manageAgents' },
  'agents.update': { needs: 'manageAgents' },
  'audit.list': { needs: 'administer' },
  'installs.install': { needs: 'install' },
  'installs.list': { needs: 'install' },
  'installs.plan': { needs: 'read' },
  'installs.uninstall': { needs: 'install' },
  'moderation.approve': { needs: 'review' },
  'moderation.block': { needs: 'review', inTurn: true },
  'moderation.purge': { needs: 'administer', inTurn: true },
  'moderation.unblock': { needs: 'review', inTurn: true },
  'moderation.waiting': { needs: 'review' },
  'publishers.members': { needs: 'seeMembers', ofPublisher: 'seeMembersOf' },
  'publishers.setVisibility': { needs: 'publish', ofPublisher: 'publishInto', inTurn: true },
  'publishing.import': {
    needs: 'publish',
    ofPublisher: 'publishInto',
    limit: 'publishing',
    inTurn: true,
  },
  'publishing.publish': {
    needs: 'publish',
    ofPublisher: 'publishInto',
    limit: 'publishing',
    inTurn: true,
  },
  'publishing.yank': { needs: 'publish', ofPublisher: 'publishInto', inTurn: true },
  'ratings.appeal': { needs: 'rate', limit: 'rating' },
  'ratings.appeals': { needs: 'review' },
  'ratings.dismissReports': { needs: 'review' },
  'ratings.hide': { needs: 'review' },
  'ratings.list': { needs: 'read' },
  'ratings.mine': { needs: 'rate' },
  'ratings.rate': { needs: 'rate', ofPublisher: 'rateSkillOf', limit: 'rating' },
  'ratings.rejectAppeal': { needs: 'review' },
  'ratings.remove': { needs: 'rate', limit: 'rating' },
  'ratings.report': { needs: 'rate', limit: 'rating' },
  'ratings.reports': { needs: 'review' },
  'ratings.restore': { needs: 'review' },
  'server.info': { needs: 'open' },
  'session.whoAmI': { needs: 'open' },
  'signIn.finish': { needs: 'open' },
  'signIn.methods': { needs: 'open' },
  'signIn.start': { needs: 'open' },
  'skills.byId': { needs: 'read' },
  'skills.categories': { needs: 'read' },
  'skills.deprecate': { needs: 'publish', ofPublisher: 'publishInto' },
  'skills.original': { needs: 'read' },
  'skills.rename': { needs: 'publish', ofPublisher: 'publishInto', inTurn: true },
  'skills.search': { needs: 'read' },
  'skills.setCategory': { needs: 'curate', ofPublisher: 'categorize' },
  'skills.setTags': { needs: 'publish', ofPublisher: 'publishInto' },
  'skills.setVisibility': { needs: 'publish', ofPublisher: 'publishInto', inTurn: true },
  'skills.transfer': { needs: 'publish', ofPublisher: 'publishInto', inTurn: true },
  'skills.undeprecate': { needs: 'publish', ofPublisher: 'publishInto' },
  'tokens.create': { needs: 'manageTokens' },
  'tokens.list': { needs: 'manageTokens' },
  'tokens.revoke': { needs: 'manageTokens' },
};

/** The row of a procedure; `undefined` where there is none, which means that nobody may call it. */
export function rowOf(path: string): ProcedureRow | undefined {
  return Object.hasOwn(PROCEDURES, path) ? PROCEDURES[path] : undefined;
}
