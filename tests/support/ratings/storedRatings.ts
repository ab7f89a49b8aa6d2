import { openDatabase } from '@skill-marketplace/server/database';
import { hashToken, newToken } from '../../../server/src/features/accounts/token.ts';
import { addToken } from '../../../server/src/features/accounts/token.repository.ts';
import {
  ratingDifferences,
  verifiedDifferences,
} from '../../../server/src/features/ratings/ratingCheck.repository.ts';
import { ensureUser } from '../ensureUser.ts';
import type { Acknowledgement } from './acknowledgementLog.ts';
import type { Rater } from './ratingClients.ts';

/** Makes people with tokens in the database of a data directory. */
export async function makeRaters(dataDirectory: string, count: number): Promise<Rater[]> {
  const database = await openDatabase({ databaseUrl: undefined, dataDirectory });
  try {
    return await database.orm.em.fork().transactional(async (em) => {
      const raters: Rater[] = [];
      for (let index = 0; index < count; index += 1) {
        const rater = { name: `rater-${index}`, token: newToken() };
        const user = await ensureUser(em, rater.name, ['member']);
        addToken(em, user, 'bench', hashToken(rater.token), ['read', 'rate', 'install']);
        raters.push(rater);
      }
      return raters;
    });
  } finally {
    await database.close();
  }
}

/** What a database has of what was acknowledged. */
export interface StoredRatings {
  /** Acknowledged and not there, or there with other stars. */
  lost: Acknowledgement[];
  /** Ratings in all: each acknowledged one once. */
  stored: number;
  /** Of one user and skill more than one. */
  doubled: number;
  /** Skills, and marks of verified ratings, that are not as the rows say. */
  wrongFigures: number;
  /** Changes that the record of changes holds: one for each rating. */
  recorded: number;
  fsync: boolean;
}

/** Compares the database of a data directory, whether its server runs or not, with what was acknowledged. */
export async function compareStored(
  dataDirectory: string,
  acknowledged: readonly Acknowledgement[],
): Promise<StoredRatings> {
  const database = await openDatabase({ databaseUrl: undefined, dataDirectory });
  try {
    const em = database.orm.em.fork();
    const rows = await em.execute<{ user: string; skill: string; stars: number }[]>(
      `select u.name as user, s.publisher || '/' || s.name as skill, r.stars
        from ratings r join users u on u.id = r.user_id join skills s on s.id = r.skill_id`,
    );
    const [facts] = await em.execute<[{ fsync: string; recorded: number }]>(
      `select current_setting('fsync') as fsync,
        (select count(*)::int from audit_events where action = 'rating.create') as recorded`,
    );
    const stars = new Map(rows.map((row) => [`${row.user} ${row.skill}`, row.stars]));
    const differing = await ratingDifferences(em);
    const unverified = await verifiedDifferences(em);
    return {
      lost: acknowledged.filter((one) => stars.get(`${one.user} ${one.skill}`) !== one.stars),
      stored: rows.length,
      doubled: rows.length - stars.size,
      wrongFigures: differing.length + unverified.length,
      recorded: facts.recorded,
      fsync: facts.fsync === 'on',
    };
  } finally {
    await database.close();
  }
}
