import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const requestIds = new WeakMap<object, string>();

/** Gives each request an id, which the answer and the log carry. */
export function assignRequestIds(): RequestHandler {
  return (_request, response, next) => {
    const requestId = randomUUID();
    requestIds.set(response, requestId);
    response.set('x-request-id', requestId);
    next();
  };
}

/** The id that the request of this answer was given. */
export function requestIdOf(response: Response | object): string {
  const requestId = requestIds.get(response);
  if (requestId === undefined)
    throw new Error('the request has no id: assignRequestIds() comes first');
  return requestId;
}
