import { Router } from 'express';
import type { Orm } from '../database/orm.ts';

/** `/health/live`: the process answers. `/health/ready`: the database does too. */
export function healthRouter(orm: Orm, isStopping: () => boolean): Router {
  const router = Router();
  let asked: Promise<boolean> | undefined;
  // Nobody is limited here, so all who ask at the same moment share one question to the database.
  const databaseAnswers = () =>
    (asked ??= answers(orm).finally(() => {
      asked = undefined;
    }));
  router.get('/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/ready', async (_request, response) => {
    const ready = !isStopping() && (await databaseAnswers());
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable' });
  });
  return router;
}

async function answers(orm: Orm): Promise<boolean> {
  try {
    await orm.em.fork().execute('select 1');
    return true;
  } catch {
    // That the database does not answer is the answer here.
    return false;
  }
}
