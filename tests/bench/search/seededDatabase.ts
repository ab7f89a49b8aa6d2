import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { openOrm, type EntityManager } from '@skill-marketplace/server/database';
import { cloneDatabase, type TestDatabase } from '../../support/database.ts';
import { repositoryRoot } from '../../support/paths.ts';
import type { SearchQuestions } from './questionChooser.ts';
import { seedCatalogue } from './seedCatalogue.ts';

/** A database full of synthetic skills. */
export interface SeededDatabase extends AsyncDisposable {
  /** As `DATABASE_URL` takes it. */
  url: string;
  questions: SearchQuestions;
  /** Seconds; 0 when it was kept from an earlier run. */
  seededIn: number;
  /** What the database says of `fsync` and `synchronous_commit`. */
  durability: { fsync: string; synchronousCommit: string };
}

/**
 * A database with so many skills. Where `TEST_POSTGRES_DIRECTORY` keeps the server, a seeded database is kept too
 * and used again, until what it is made by changes.
 */
export async function seededDatabase(
  count: number,
  progress: (line: string) => void,
): Promise<SeededDatabase> {
  await using stack = new AsyncDisposableStack();
  const cloned = stack.use(await cloneDatabase());
  const database =
    process.env['TEST_POSTGRES_DIRECTORY'] === undefined
      ? { ...cloned.address, url: cloned.url }
      : await keptDatabase(cloned, count);
  const { url, ...address } = database;
  const orm = await openOrm(address);
  try {
    const startedAt = performance.now();
    const em = orm.em.fork();
    const known = await knownQuestions(em);
    const questions = known ?? (await seedCatalogue(orm, count, { progress }));
    if (known === undefined) await keepQuestions(em, questions);
    const seededIn = known === undefined ? (performance.now() - startedAt) / 1000 : 0;
    const durability = await durabilityOf(em);
    const disposables = stack.move();
    return {
      url,
      questions,
      seededIn,
      durability,
      [Symbol.asyncDispose]: () => disposables.disposeAsync(),
    };
  } finally {
    await orm.close(true);
  }
}

/** The database of that size and of these sources; one that was left half made is made again. */
async function keptDatabase(cloned: TestDatabase, count: number) {
  const prefix = `bench_search_${count}_`;
  const database = `${prefix}${(await hashOfSources()).slice(0, 16)}`;
  const address = { ...cloned.address, database };
  const url = cloned.url.replace(cloned.address.database, database);
  if (await isSeeded(address)) return { ...address, url };
  const admin = await openOrm({ ...cloned.address, database: 'postgres' });
  try {
    const em = admin.em.fork();
    const old = await em.execute<{ name: string }[]>(
      'select datname as name from pg_database where starts_with(datname, ?)',
      [prefix],
    );
    for (const { name } of old) await em.execute(`drop database ${name} with (force)`);
    await em.execute(
      `create database ${database} template ${cloned.address.database} strategy file_copy`,
    );
  } finally {
    await admin.close(true);
  }
  return { ...address, url };
}

async function isSeeded(address: TestDatabase['address']): Promise<boolean> {
  const orm = await openOrm(address);
  try {
    return (await knownQuestions(orm.em.fork())) !== undefined;
  } catch (error) {
    // invalid_catalog_name: there is no such database.
    if (error instanceof Error && 'code' in error && error.code === '3D000') return false;
    throw error;
  } finally {
    await orm.close(true);
  }
}

/** The questions are written last, so where they are, everything is. */
async function knownQuestions(em: EntityManager): Promise<SearchQuestions | undefined> {
  const [table] = await em.execute<{ known: boolean }[]>(
    `select to_regclass('bench_questions') is not null as known`,
  );
  if (table?.known !== true) return undefined;
  const [row] = await em.execute<{ questions: SearchQuestions }[]>(
    'select questions from bench_questions',
  );
  return row?.questions;
}

async function keepQuestions(em: EntityManager, questions: SearchQuestions): Promise<void> {
  await em.execute('create table bench_questions (questions jsonb not null)');
  await em.execute('insert into bench_questions values (?)', [JSON.stringify(questions)]);
}

async function durabilityOf(em: EntityManager): Promise<SeededDatabase['durability']> {
  const [row] = await em.execute<SeededDatabase['durability'][]>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as "synchronousCommit"`,
  );
  return row ?? { fsync: 'unknown', synchronousCommit: 'unknown' };
}

/** Of all that decides what stands in a seeded database. */
async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const sources = [
    'server/src/database/migrations/*.ts',
    'server/src/features/search/dictionary.repository.ts',
    'tests/bench/randomOf.ts',
    'tests/bench/search/{generateSkills,questionChooser,seedCatalogue,vocabulary}.ts',
  ];
  const files: string[] = [];
  for await (const file of glob(sources, { cwd: repositoryRoot })) files.push(file);
  for (const file of files.sort()) {
    hash.update(file).update(await readFile(join(repositoryRoot, file)));
  }
  return hash.digest('hex');
}
