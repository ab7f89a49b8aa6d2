import { pino, type Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Config } from './config.ts';
import { requestIdOf } from './http/requestId.ts';

/** Paths of secrets in what is logged; they are taken out, not masked by length. */
const SECRETS = ['req.headers', '*.token', '*.secret', '*.authorization', 'err.headers'];

/** The server's log, one JSON object a line on stderr, so that stdout speaks to people. */
export function createLogger({ logLevel }: Pick<Config, 'logLevel'>): Logger {
  const options = {
    level: logLevel,
    redact: { paths: SECRETS, remove: true },
    serializers: { err: describeError },
  };
  return pino(options, pino.destination(2));
}

/** Logs each request once it is answered: method, path without the query, status, time, request id. */
export function logRequests(logger: Logger) {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => requestIdOf(response),
    quietReqLogger: true,
    // The failure itself is logged where it is known; this line says only that there was one.
    customErrorObject: (_request, _response, _error, fields) => ({ ...fields, err: undefined }),
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return 'debug';
    },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({
        method,
        path: url.split('?')[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });
}

/**
 * What the log says of an error. PostgreSQL's and MikroORM's messages hold statements with people's text,
 * so of those only the code, the constraint and the frames are kept.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack = '' } = error;
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  const code = 'code' in error ? error.code : undefined;
  const isOfDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return {
    type: name,
    ...(code === undefined ? {} : { code }),
    ...('constraint' in error ? { constraint: error.constraint } : {}),
    message: isOfDatabase ? `PostgreSQL refused a statement (${code})` : message.split('\n')[0],
    stack: frames.join('\n'),
  };
}
