import type { SkillSort } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';

/** An order that a page can go on from: its columns (the last is unique), all in one direction. */
interface KeysetOrder {
  columns: readonly { value: RawBuilder<unknown>; type: string }[];
  descending: boolean;
}

const ID = { value: sql`s.id`, type: 'uuid' };

const ORDERS: Record<Exclude<SkillSort, 'relevance'>, KeysetOrder> = {
  installs: { columns: [{ value: sql`s.install_count`, type: 'int' }, ID], descending: true },
  rating: {
    // Bayesian: one rating of five stars does not beat hundreds that average a little less.
    columns: [{ value: sql`s.rating_score`, type: 'float8' }, ID],
    descending: true,
  },
  newest: { columns: [{ value: sql`s.created_at`, type: 'timestamptz' }, ID], descending: true },
  name: { columns: [{ value: sql`lower(s.display_name)`, type: 'text' }, ID], descending: false },
};

/** The parts of a statement that sort it and go on after a position. */
export interface KeysetOrderParts {
  orderBy: RawBuilder<unknown>;
  /** The sort values of a row as texts, for its cursor. */
  position: RawBuilder<string[]>;
  /** Rows after the position. */
  after(position: readonly string[]): RawBuilder<boolean>;
}

/** The keyset order of a sort. */
export function keysetOrder(sort: Exclude<SkillSort, 'relevance'>): KeysetOrderParts {
  const { columns, descending } = ORDERS[sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const values = sql.join(columns.map(({ value }) => value));
  return {
    orderBy: sql.join(columns.map(({ value }) => sql`${value} ${direction}`)),
    position: sql`array[${sql.join(columns.map(({ value }) => sql`${value}::text`))}]`,
    after(position) {
      const bounds = columns.map(({ type }, index) => sql`${position[index]}::${sql.raw(type)}`);
      return sql`(${values}) ${descending ? sql`<` : sql`>`} (${sql.join(bounds)})`;
    },
  };
}
