import type { Queue } from './queue.ts';
import { recountSearchWords } from './recountSearchWords.queue.ts';
import { sweepOrphans } from './sweepOrphans.queue.ts';
import { sweepRateLimits } from './sweepRateLimits.queue.ts';
import { sweepSignIns } from './sweepSignIns.queue.ts';

/** Every queue, listed by hand: what is not here is not looked after. */
export const QUEUES: readonly Queue[] = [
  recountSearchWords,
  sweepOrphans,
  sweepRateLimits,
  sweepSignIns,
];
