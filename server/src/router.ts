import { sessionRouter } from './features/accounts/session.router.ts';
import { installRouter } from './features/installs/install.router.ts';
import { serverRouter } from './features/instance/server.router.ts';
import { publishingRouter } from './features/publishing/publishing.router.ts';
import { ratingRouter } from './features/ratings/rating.router.ts';
import { skillRouter } from './features/skills/skill.router.ts';
import { router } from './trpc/init.ts';

/** Every procedure of the contract. */
export const appRouter = router({
  installs: installRouter,
  publishing: publishingRouter,
  ratings: ratingRouter,
  server: serverRouter,
  session: sessionRouter,
  skills: skillRouter,
});

/** The types of every procedure, for clients. */
export type AppRouter = typeof appRouter;
