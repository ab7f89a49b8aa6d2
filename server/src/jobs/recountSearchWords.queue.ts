import { recountWords } from '../features/search/dictionary.repository.ts';
import type { Queue } from './queue.ts';

/** Counts in how many skills each word stands, by which searches tell rare words from common ones. */
export const recountSearchWords: Queue = {
  name: 'recount-search-words',
  cron: '17 * * * *',
  retries: { limit: 3, delaySeconds: 60 },
  expireSeconds: 1800,
  async run({ orm }) {
    await recountWords(orm.em.fork());
  },
};
