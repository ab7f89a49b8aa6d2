import { accountRouter } from './features/accounts/account.router.ts';
import { sessionRouter } from './features/accounts/session.router.ts';
import { tokenRouter } from './features/accounts/token.router.ts';
import { agentRouter } from './features/agents/agent.router.ts';
import { auditRouter } from './features/audit/audit.router.ts';
import { installRouter } from './features/installs/install.router.ts';
import { serverRouter } from './features/instance/server.router.ts';
import { advisoryRouter } from './features/moderation/advisory.router.ts';
import { moderationRouter } from './features/moderation/moderation.router.ts';
import { publishingRouter } from './features/publishing/publishing.router.ts';
import { ratingRouter } from './features/ratings/rating.router.ts';
import { publisherRouter } from './features/skills/publisher.router.ts';
import { signInRouter } from './features/signIn/signIn.router.ts';
import { skillRouter } from './features/skills/skill.router.ts';
import { router } from './trpc/init.ts';

/** Every procedure of the contract. */
export const appRouter = router({
  accounts: accountRouter,
  advisories: advisoryRouter,
  agents: agentRouter,
  audit: auditRouter,
  installs: installRouter,
  moderation: moderationRouter,
  publishers: publisherRouter,
  publishing: publishingRouter,
  ratings: ratingRouter,
  server: serverRouter,
  session: sessionRouter,
  signIn: signInRouter,
  skills: skillRouter,
  tokens: tokenRouter,
});

/** The types of every procedure, for clients. */
export type AppRouter = typeof appRouter;
