import express, { type ErrorRequestHandler, type Express, type Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Services } from './compose.ts';
import type { Config } from './config.ts';
import type { Orm } from './database/orm.ts';
import { DomainError } from './errors/domainError.ts';
import { badRequest, pathNotFound } from './errors/failures.ts';
import type { Actor } from './features/accounts/actor.ts';
import type { CallScope } from './features/accounts/scope.ts';
import { isActingAdmin, type AccessRules } from './features/policy/can.ts';
import { RateLimits } from './features/policy/rateLimits.ts';
import { actorByNow, actorOf, authenticate } from './http/authentication.ts';
import { serveBundles } from './http/bundles.ts';
import { clientAddress } from './http/clientAddress.ts';
import { allowListedOrigins } from './http/cors.ts';
import { sendFailure } from './http/failure.ts';
import { guardAddress, refuseForms } from './http/guards.ts';
import { healthRouter } from './http/health.ts';
import { home } from './http/home.ts';
import { warnOfProxies } from './http/proxyWarning.ts';
import { countReads, limitRates } from './http/rateLimits.ts';
import { PUBLISHING_AT_ONCE, takePublishingTurns } from './http/publishingTurns.ts';
import { assignRequestIds, requestIdOf } from './http/requestId.ts';
import { serveTrpc } from './http/trpc.ts';
import { logRequests } from './logging.ts';
import { Turns } from './trpc/turns.ts';

/** All that the app is built from; `port` and `origin` are asked at each request, since they follow from listening. */
export interface AppParts {
  config: Config;
  orm: Orm;
  services: Services;
  rules: AccessRules;
  logger: Logger;
  port: () => number;
  origin: () => string;
  isStopping: () => boolean;
}

/** Builds the Express app; opens no port. */
export function createApp(parts: AppParts): Express {
  const { config, orm, services, rules, logger } = parts;
  const scopeOf = (response: Response, signal?: AbortSignal): CallScope => ({
    // An abandoned request ends its query in the database too.
    em: orm.em.fork(
      signal === undefined ? {} : { signal, inflightQueryAbortStrategy: 'cancel query' },
    ),
    actor: actorOf(response),
    requestId: requestIdOf(response),
    signal,
  });

  const isSpared = (actor: Actor) => config.boundToLoopback && isActingAdmin(actor);
  const limits = config.rateLimits ? new RateLimits(orm, isSpared) : undefined;

  const turns = new Turns(PUBLISHING_AT_ONCE);

  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.use(assignRequestIds());
  app.use(logRequests(logger));
  app.use('/health', healthRouter(orm, parts.isStopping));
  if (config.trustProxy === false) app.use(warnOfProxies(logger));
  app.use(helmet());
  app.use(guardAddress({ config, port: parts.port, origin: parts.origin }));
  app.use(allowListedOrigins(config.allowedOrigins));
  app.use('/trpc', refuseForms());
  if (limits !== undefined) {
    app.use(
      limitRates(limits, ({ headers }) =>
        services.sessions.find(orm.em.fork(), headers.authorization),
      ),
    );
  }
  app.use(authenticate(orm, services.sessions, limits));
  app.get('/', home(parts.origin));
  app.get('/bundles/:hex.zip', countReads(limits), serveBundles(services.bundles, scopeOf));
  app.use(
    '/trpc',
    takePublishingTurns(PUBLISHING_AT_ONCE, (response) => actorOf(response).user?.id),
  );
  app.use(
    '/trpc',
    serveTrpc(
      (response, signal) => ({
        ...scopeOf(response, signal),
        services,
        rules,
        limits,
        address: clientAddress(response.req),
        turns,
        actorByNow: () => actorByNow(orm, services.sessions, response),
      }),
      logger,
    ),
  );
  app.use((request, response) => {
    sendFailure(response, pathNotFound(request.path));
  });
  app.use(answerErrors(logger));
  return app;
}

/** Express knows an error handler by its four parameters. */
function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    // Express's router could not decode the path.
    if (error instanceof URIError) {
      sendFailure(response, badRequest('The path is not a valid URL.'));
      return;
    }
    if (!(error instanceof DomainError)) {
      logger.error(
        { err: error, requestId: requestIdOf(response) },
        'a request failed unexpectedly',
      );
    }
    if (response.headersSent) response.destroy();
    else sendFailure(response, error);
  };
}
