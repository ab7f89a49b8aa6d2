import { deleteOrphanBlobs, deleteOrphanBundles } from '../storage/sweep.repository.ts';
import type { Queue } from './queue.ts';

/** Removes bundles that no version points at, then bytes that no bundle holds. */
export const sweepOrphans: Queue = {
  name: 'sweep-orphans',
  cron: '23 3 * * *',
  retries: { limit: 3, delaySeconds: 60 },
  expireSeconds: 900,
  async run({ orm, logger, signal }) {
    const em = orm.em.fork();
    const bundles = await deleteOrphanBundles(em, signal);
    const blobs = await deleteOrphanBlobs(em, signal);
    if (bundles + blobs > 0) logger.info({ bundles, blobs }, 'removed what nothing points at');
  },
};
