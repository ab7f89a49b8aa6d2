import type { EntityManager, Orm } from '@skill-marketplace/server/database';
import { recountWords } from '../../../server/src/features/search/dictionary.repository.ts';
import { QuestionChooser, type SearchQuestions } from './questionChooser.ts';
import {
  generateSkills,
  MOST_RATINGS,
  publishersFor,
  type SyntheticSkill,
} from './generateSkills.ts';

/** How a catalogue is made. */
export interface SeedOptions {
  /** Other seeds make other skills. */
  seed?: number;
  progress?: (line: string) => void;
}

const TABLES = ['skills', 'versions', 'ratings', 'skill_documents'];
const BATCH = 1000;
/** Statements at a time: the next batch is made while the database writes. */
const WRITERS = 3;
/** The users who rate, and the bundle that all versions share, by ids that are no secret. */
const USER_ID = `('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid`;
const BUNDLE_ID = '00000000-0000-4000-9000-000000000000';

/**
 * Fills an empty, migrated database with synthetic skills, each with one version, its README's document and as
 * many rating rows as it counts, durably as always. Answers with questions that fit what was made.
 */
export async function seedCatalogue(
  orm: Orm,
  count: number,
  { seed, progress = () => {} }: SeedOptions = {},
): Promise<SearchQuestions> {
  const em = orm.em.fork();
  const indexes = await dropIndexes(em);
  await insertWhatSkillsNeed(em, count);
  const chooser = new QuestionChooser();
  const writing = new Set<Promise<void>>();
  let made = 0;
  for (const batch of batchesOf(generateSkills(count, seed))) {
    for (const skill of batch) chooser.add(skill);
    if (writing.size >= WRITERS) await Promise.race(writing);
    const written: Promise<void> = insertSkills(orm.em.fork(), batch).finally(() =>
      writing.delete(written),
    );
    writing.add(written);
    made += batch.length;
    progress(`made ${made} of ${count} skills`);
  }
  await Promise.all(writing);
  progress(`indexing ${count} skills`);
  for (const definition of indexes) await createIndex(em, definition);
  progress(`counting the words of ${count} skills`);
  await recountWords(em);
  await em.execute(`vacuum (analyze) ${TABLES.join(', ')}, search_words`);
  await em.execute('checkpoint');
  return chooser.choose();
}

function* batchesOf(skills: Iterable<SyntheticSkill>): Generator<SyntheticSkill[]> {
  let batch: SyntheticSkill[] = [];
  for (const skill of skills) {
    batch.push(skill);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Indexes are built once over all rows, which takes a fraction of the time; answers how to make them again. */
async function dropIndexes(em: EntityManager): Promise<string[]> {
  const indexes = await em.execute<{ name: string; definition: string }[]>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as definition
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid::regclass::text = any(string_to_array(?, ' '))
        and not exists (select 1 from pg_constraint where conindid = i.indexrelid)`,
    [TABLES.join(' ')],
  );
  for (const { name } of indexes) await em.execute(`drop index "${name}"`);
  return indexes.map(({ definition }) => definition);
}

async function createIndex(em: EntityManager, definition: string): Promise<void> {
  await em.transactional(async (inner) => {
    await inner.execute(`set local maintenance_work_mem = '512MB'`);
    await inner.execute(definition);
  });
}

async function insertWhatSkillsNeed(em: EntityManager, count: number): Promise<void> {
  await em.execute(
    `insert into publishers (name, created_at) select name, now() from json_array_elements_text(?) name
      on conflict do nothing`,
    [JSON.stringify(publishersFor(count))],
  );
  await em.execute(
    `insert into users (id, name, roles, created_at) select ${USER_ID}, 'rater-' || number, '{member}', now()
      from generate_series(1, ${MOST_RATINGS}) number`,
  );
  await em.execute(
    `insert into bundles (id, digest, size, created_at) values (?, 'sha256:' || repeat('0', 64), 0, now())`,
    [BUNDLE_ID],
  );
}

/**
 * One statement a batch. The stars of a skill differ by one at most and sum up to what it counts. READMEs made of
 * plain words need no `skill_words`, which would take a third of the time.
 */
async function insertSkills(em: EntityManager, batch: readonly SyntheticSkill[]): Promise<void> {
  await em.execute(
    `with given as materialized (
      select * from json_to_recordset(?) as g ("id" uuid, "versionId" uuid, "publisher" text, "name" text,
        "displayName" text, "description" text, "category" text, "tags" text[], "skillType" text, "ratingCount" int,
        "ratingSum" int, "verifiedRatingCount" int, "installCount" int, "createdAt" timestamptz, "readme" text)
    ), new_skills as (
      insert into skills (id, publisher, name, display_name, description, category, category_source, tags, skill_type,
        author, status, latest_version, rating_count, rating_sum, verified_rating_count, install_count, created_at, updated_at)
      select id, publisher, name, "displayName", description, category, 'derived', tags, "skillType",
        publisher, 'active', '1.0.0', "ratingCount", "ratingSum", "verifiedRatingCount", "installCount", "createdAt", "createdAt"
      from given
    ), new_versions as (
      insert into versions (id, skill_id, version, bundle_id, install_name, readme, analysis, provenance, listing, scan,
        decision, created_at)
      select "versionId", id, '1.0.0', ?, name, readme,
        '{"capabilities":[],"packages":[],"tokens":{"metadata":100,"body":500},"diagnostics":[]}', '{"kind":"import"}',
        jsonb_build_object('displayName', "displayName", 'description', description, 'tags', tags, 'skillType', "skillType",
          'author', publisher, 'homepage', null, 'category', category, 'categorySource', 'derived'),
        'none', 'approved', "createdAt"
      from given
    ), new_ratings as (
      insert into ratings (id, user_id, skill_id, version_id, stars, verified, created_at, updated_at)
      select gen_random_uuid(), ${USER_ID}, id, "versionId",
        "ratingSum" / "ratingCount" + (number <= "ratingSum" % "ratingCount")::int,
        number <= "verifiedRatingCount", "createdAt", "createdAt"
      from given cross join lateral generate_series(1, "ratingCount") number
    )
    insert into skill_documents (skill_id, doc) select id, to_tsvector('english', readme) from given`,
    [JSON.stringify(batch), BUNDLE_ID],
  );
}
