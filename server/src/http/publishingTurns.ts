import type { RequestHandler } from 'express';

/**
 * Requests that may publish or import at once. Each holds its body and a connection to the database, also while
 * it waits for a lock: more of them would leave none for those who read.
 */
const AT_ONCE = 3;

/** Lets requests of `publishing.*` in one after the other, a few at once, before their bodies are read. */
export function takePublishingTurns(atOnce: number = AT_ONCE): RequestHandler {
  const waiting: (() => void)[] = [];
  let running = 0;
  const leave = (): void => {
    running -= 1;
    waiting.shift()?.();
  };
  return (request, response, next) => {
    // Also within a batch; the commas of one may be escaped, the names are not.
    if (!request.path.includes('publishing.')) {
      next();
      return;
    }
    const enter = (): void => {
      running += 1;
      response.once('close', leave);
      next();
    };
    if (running < atOnce) {
      enter();
      return;
    }
    waiting.push(enter);
    response.once('close', () => {
      // Whoever leaves while waiting has no turn to give back.
      const place = waiting.indexOf(enter);
      if (place !== -1) waiting.splice(place, 1);
    });
  };
}
