import { sql, type RawBuilder } from 'kysely';

/** A time column as milliseconds since 1970, since raw statements give times as texts. */
export function milliseconds(column: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(extract(epoch from ${column}) * 1000)::float8`;
}
