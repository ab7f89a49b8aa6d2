import type { Logger } from 'pino';
import type { Orm } from '../../database/orm.ts';
import { listed } from '../../errors/listed.ts';
import type { HousePolicy } from './housePolicy.ts';
import { differingFrom } from './rulesInForce.ts';

/** How often a server looks whether another one of its database was started with other rules. */
const EVERY_MS = 60_000;

/** Watches whether all servers of a database go by the same rules, and says once when they do not. */
export function watchRules(
  orm: Orm,
  rules: HousePolicy,
  logger: Pick<Logger, 'warn'>,
  everyMs = EVERY_MS,
): Disposable {
  let told = '';
  const look = async () => {
    const differing = listed(await differingFrom(orm.em.fork(), rules), 'and');
    if (differing !== '' && differing !== told) {
      logger.warn(
        `Another server of this database was started with other rules of the house, about ${differing}, and this one goes on by its own: start it again, with the same POLICY_FILE`,
      );
    }
    told = differing;
  };
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const goOn = () => {
    if (isStopped) return;
    timer = setTimeout(() => {
      // A database that does not answer is told by whoever needs it; the next look comes.
      void look()
        .catch(() => {})
        .finally(goOn);
    }, everyMs);
    timer.unref();
  };
  goOn();
  return {
    [Symbol.dispose]() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
