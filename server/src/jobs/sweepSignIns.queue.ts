import { deleteEndedAttempts } from '../features/signIn/signIn.repository.ts';
import type { Queue } from './queue.ts';

/** Forgets sign-ins that were begun and are long over. */
export const sweepSignIns: Queue = {
  name: 'sweep-sign-ins',
  cron: '41 * * * *',
  retries: { limit: 1, delaySeconds: 60 },
  expireSeconds: 300,
  async run({ orm }) {
    await deleteEndedAttempts(orm.em.fork());
  },
};
