import type { RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { badRequest, notAllowed } from '../errors/failures.ts';
import { sendFailure } from './failure.ts';

/** What the guard knows of the server's address; `port` is 0 until it listens. */
export interface GuardedAddress {
  config: Pick<Config, 'allowedHosts' | 'allowedOrigins'>;
  port: () => number;
  /** The public origin. */
  origin: () => string;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Refuses what a web page could send behind its visitor's back: an unknown Host (DNS rebinding), a foreign
 * or `null` Origin, and cross-site fetches. Every path but `/health/*`.
 */
export function guardAddress({
  config,
  port,
  origin: publicOrigin,
}: GuardedAddress): RequestHandler {
  return (request, response, next) => {
    const refuse = (what: string) => sendFailure(response, notAllowed(what));
    const { host, origin, 'sec-fetch-site': site } = request.headers;
    if (!isKnownHost(host, config, port(), publicOrigin())) {
      refuse('This server is not known under that host name: set PUBLIC_URL or ALLOWED_HOSTS.');
    } else if (origin !== undefined && !isListedOrigin(origin, config, publicOrigin())) {
      refuse('Pages of that origin may not call this server: list it in ALLOWED_ORIGINS.');
    } else if (site === 'cross-site' && origin === undefined) {
      // With an Origin that is listed, the operator has allowed that other site by name.
      refuse('Pages of other sites may not call this server.');
    } else {
      next();
    }
  };
}

/** Refuses what a form of a web page could send unasked: any body that is not declared as JSON. */
export function refuseForms(): RequestHandler {
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead || request.is('application/json') === 'application/json') next();
    else sendFailure(response, badRequest('Send the input as application/json.'));
  };
}

function isKnownHost(
  host: string | undefined,
  config: GuardedAddress['config'],
  port: number,
  publicOrigin: string,
): boolean {
  if (host === undefined) return false;
  const known = [
    ...LOOPBACK_NAMES.map((name) => `${name}:${port}`),
    new URL(publicOrigin).host,
    ...config.allowedHosts,
  ];
  // A browser leaves out the port that its scheme implies.
  if (port === 80) known.push(...LOOPBACK_NAMES);
  return known.includes(host.toLowerCase());
}

function isListedOrigin(
  origin: string,
  { allowedOrigins }: GuardedAddress['config'],
  publicOrigin: string,
): boolean {
  return origin !== 'null' && (origin === publicOrigin || allowedOrigins.includes(origin));
}
