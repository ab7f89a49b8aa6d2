import { deleteEndedCounts } from '../features/policy/rateLimit.repository.ts';
import type { Queue } from './queue.ts';

/** Forgets who did how much of what, once its window has ended. */
export const sweepRateLimits: Queue = {
  name: 'sweep-rate-limits',
  cron: '*/15 * * * *',
  retries: { limit: 1, delaySeconds: 60 },
  expireSeconds: 300,
  async run({ orm }) {
    await deleteEndedCounts(orm.em.fork());
  },
};
