import type { ServerRegistration } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { originOf } from './address.ts';
import { askInfo, clientOf, marketplaceOf } from './marketplace.ts';
import type { Marketplace } from './marketplace.ts';
import { OwnerToken } from './ownerToken.ts';
import { keptToken } from './tokenSource.ts';

/** Where to look for the marketplace. */
export interface Surroundings {
  /** The setting; empty for the local one. */
  server: string;
  /** Newest first. */
  registrations: readonly ServerRegistration[];
  /** The token kept for an origin. */
  tokenFor: (origin: string) => Promise<string | undefined>;
  /** Told when a local marketplace refuses its owner's token. */
  onRefused?: () => void;
}

/**
 * Finds the marketplace of this window: the configured one, else the newest local one that runs and
 * proves itself.
 *
 * @throws EditorFailure of every reason of a connection
 */
export async function findMarketplace(
  { server, registrations, tokenFor, onRefused }: Surroundings,
  signal?: AbortSignal,
): Promise<Marketplace> {
  if (server.trim() === '') return newestLocal(registrations, onRefused, signal);
  const origin = originOf(server);
  const token = await tokenFor(origin);
  const registration = registrations.find(({ url }) => originOf(url) === origin);
  if (token === undefined && registration !== undefined) {
    // The setting may name a local marketplace; one that cannot prove itself is asked without a token.
    const proved = await provedLocal(registration, onRefused, signal).catch(ignoreUnproved);
    if (proved !== undefined) return proved;
  }
  const info = await askInfo(clientOf(origin), origin, undefined, signal);
  if (token === undefined) return marketplaceOf(origin, info, 'none');
  return marketplaceOf(origin, info, 'token', keptToken(token));
}

/** Asks all at once, and waits in order, so that an older one that hangs delays nobody. */
async function newestLocal(
  registrations: readonly ServerRegistration[],
  onRefused?: () => void,
  signal?: AbortSignal,
): Promise<Marketplace> {
  if (registrations.length === 0) throw new EditorFailure('no_server');
  const answers = registrations.map((registration) =>
    provedLocal(registration, onRefused, signal).catch((error: unknown) => ({ error })),
  );
  let first: unknown;
  for (const answer of answers) {
    const found = await answer;
    if (!('error' in found)) return found;
    first ??= found.error;
  }
  throw first;
}

/**
 * The marketplace of a registration, with its owner's token, once it has proved that it is the one.
 *
 * @throws EditorFailure `no_answer`, `too_slow`, `not_proved`
 */
export async function provedLocal(
  registration: ServerRegistration,
  onRefused?: () => void,
  signal?: AbortSignal,
): Promise<Marketplace> {
  const token = new OwnerToken(registration, onRefused);
  const info = await token.prove(signal);
  return marketplaceOf(originOf(registration.url), info, 'local', token);
}

function ignoreUnproved(error: unknown): undefined {
  if (error instanceof EditorFailure && error.reason === 'not_proved') return undefined;
  throw error;
}
