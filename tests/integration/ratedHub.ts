import assert from 'node:assert/strict';
import type { Hub, HubUser } from '../support/app.ts';
import { skillId, startDeployHub } from './deployHub.ts';

/** No rating has this id. */
export const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** A skill that `mia`, who installed it, rated rudely with one star, and `noa` with five; `rex` is a reviewer. */
export interface RatedHub {
  hub: Hub;
  mia: HubUser;
  noa: HubUser;
  rex: HubUser;
  /** Of the rude one. */
  ratingId: string;
  /** Hides it. */
  hide: (reason?: string) => Promise<unknown>;
}

/** Starts it. */
export async function startRatedHub(): Promise<RatedHub> {
  const hub = await startDeployHub();
  const mia = await hub.addUser('mia');
  const noa = await hub.addUser('noa');
  const rex = await hub.addUser('rex', { roles: ['member', 'reviewer'] });
  await mia.client.installs.install.mutate({ skillId });
  await mia.client.ratings.rate.mutate({ skillId, rating: 1, comment: 'You are fools.' });
  await noa.client.ratings.rate.mutate({ skillId, rating: 5 });
  const own = await mia.client.ratings.mine.query({ skillId });
  const ratingId = own.rating?.id ?? assert.fail();
  const hide = (reason = 'It insults.') => rex.client.ratings.hide.mutate({ ratingId, reason });
  return { hub, mia, noa, rex, ratingId, hide };
}
