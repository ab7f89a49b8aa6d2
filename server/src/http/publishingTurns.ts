import type { RequestHandler, Response } from 'express';
import { rowOf } from '../features/policy/procedures.ts';
import { decoded } from './trpc.ts';

/**
 * Requests that may publish or import at once. Each holds its body and a connection to the database, also while
 * it waits for a lock: more of them would leave none for those who read.
 */
export const PUBLISHING_AT_ONCE = 3;

/** A request that waits for its turn. */
interface Waiting {
  account: string | undefined;
  enter: () => void;
}

/**
 * Lets requests with a call that goes in turn in one after the other, a few at once, before their bodies are read.
 * One account never has all turns: it may take its time over its bodies.
 */
export function takePublishingTurns(
  atOnce: number = PUBLISHING_AT_ONCE,
  accountOf: (response: Response) => string | undefined = () => undefined,
): RequestHandler {
  const waiting: Waiting[] = [];
  const running: Waiting[] = [];
  const mayEnter = ({ account }: Waiting): boolean => {
    const own = running.filter((other) => account !== undefined && other.account === account);
    return running.length < atOnce && own.length < Math.max(1, atOnce - 1);
  };
  return (request, response, next) => {
    if (!callsOf(request.path).some((path) => rowOf(path)?.inTurn === true)) {
      next();
      return;
    }
    const turn: Waiting = {
      account: accountOf(response),
      enter: () => {
        running.push(turn);
        next();
      },
    };
    response.once('close', () => {
      // Whoever leaves while waiting has no turn to give back.
      remove(waiting, turn);
      if (!remove(running, turn)) return;
      const following = waiting.find(mayEnter);
      if (following === undefined) return;
      remove(waiting, following);
      following.enter();
    });
    if (mayEnter(turn)) turn.enter();
    else waiting.push(turn);
  };
}

function remove(turns: Waiting[], turn: Waiting): boolean {
  const place = turns.indexOf(turn);
  if (place !== -1) turns.splice(place, 1);
  return place !== -1;
}

/** The procedures of a request; any character of its path may be escaped. */
function callsOf(path: string): string[] {
  return (decoded(path) ?? '').slice(1).split(',');
}
