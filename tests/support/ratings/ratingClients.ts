import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMarketplaceClient, failureOf } from '@skill-marketplace/shared/client';
import { openLog } from './acknowledgementLog.ts';

/** A person who rates, by one client. */
export interface Rater {
  name: string;
  token: string;
}

/** One rating that is to be made. */
export interface PlannedRating {
  rater: Rater;
  /** Reference. */
  skill: string;
  stars: number;
  /** The rater installs the skill first. */
  installs: boolean;
}

/** What clients work with. */
export interface RatingWork {
  url: string;
  /** The ratings of each client. */
  plans: readonly (readonly PlannedRating[])[];
  /** Where each client keeps its log. */
  logFolder: string;
  /** Told after each acknowledgement that is on the disk. */
  onAcknowledged: () => void;
  /** Aborted when there is no server to wait for any more. */
  stopped: AbortSignal;
}

/** A server that died answers nobody; a client waits that long before it asks again. */
const PAUSE_MS = 50;
const ANSWER_LIMIT_MS = 20_000;

/** Lets all clients rate at once until all of it is acknowledged; gives how many calls had to be repeated. */
export async function runRatingClients(work: RatingWork): Promise<number> {
  const repeated = await Promise.all(
    work.plans.map((plan, client) => runClient(work, plan, client)),
  );
  return repeated.reduce((sum, count) => sum + count, 0);
}

async function runClient(
  { url, logFolder, onAcknowledged, stopped }: RatingWork,
  plan: readonly PlannedRating[],
  client: number,
): Promise<number> {
  await using log = await openLog(logFolder, client);
  let repeated = 0;
  for (const { rater, skill, stars, installs } of plan) {
    const { ratings, installs: install } = createMarketplaceClient({ url, token: rater.token });
    const comment = `${rater.name} of ${skill}`;
    if (installs) {
      const installId = uuidOf(comment);
      repeated += await untilAnswered(stopped, (signal) =>
        install.install.mutate({ skillId: skill, installId }, { signal }),
      );
    }
    repeated += await untilAnswered(stopped, (signal) =>
      ratings.rate.mutate({ skillId: skill, rating: stars, comment }, { signal }),
    );
    await log.append({ user: rater.name, skill, stars });
    onAcknowledged();
  }
  return repeated;
}

/** The fixed rule: a call without an answer, or with one that says the server failed, is made again as it was. */
async function untilAnswered(
  stopped: AbortSignal,
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<number> {
  for (let repeated = 0; ; repeated += 1) {
    try {
      await call(AbortSignal.timeout(ANSWER_LIMIT_MS));
      return repeated;
    } catch (error) {
      const reason = failureOf(error)?.reason;
      // A refusal would be a defect: every call is allowed.
      if (reason !== undefined && reason !== 'unexpected') throw error;
      stopped.throwIfAborted();
      await delay(PAUSE_MS);
    }
  }
}

/** The same id for the same text, so that a repeated call is the same install. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
