import type { Match } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { SearchText } from './searchText.ts';

/** Characters that stand around a matching word; private use, so no text brings its own. */
const START = '\uE000';
const STOP = '\uE001';

/** Stand-ins for `<` and `>`: ts_headline takes what stands between them for a tag, and drops it. */
const ANGLES = '\uE002\uE003';

/** What a row matched, as `matchColumns` selects it. */
export interface MatchRow {
  isExact: boolean;
  inName: boolean;
  inTags: boolean;
  inDescription: boolean;
  headline: string;
}

/** Columns that say where a row matched, from `skills` as `s`; reads the row's text, so only for a page. */
export function matchColumns({
  tsquery,
  isExact,
}: Pick<SearchText, 'tsquery' | 'isExact'>): RawBuilder<unknown> {
  const options = `StartSel=${START}, StopSel=${STOP}, MaxWords=24, MinWords=12`;
  const within = (weight: string) =>
    sql`ts_filter(s.head, ${sql.lit(`{${weight}}`)}) @@ ${tsquery}`;
  return sql`${isExact} as "isExact", ${within('a')} as "inName", ${within('b')} as "inTags", ${within('c')} as "inDescription",
    translate(ts_headline('english', translate(s.description, ${`<>${START}${STOP}${ANGLES}`}, ${ANGLES}), ${tsquery}, ${options}),
      ${ANGLES}, '<>') as headline`;
}

/** The reason of a hit, with a fragment where words of the description matched. */
export function toMatch({ isExact, inName, inTags, inDescription, headline }: MatchRow): Match {
  const fields: Match['fields'] = [];
  if (isExact) fields.push('reference');
  if (inName) fields.push('name');
  if (inTags) fields.push('tags');
  if (inDescription) fields.push('description');
  const fragment = toFragment(headline);
  return fragment.ranges.length === 0 ? { fields } : { fields, fragment };
}

function toFragment(headline: string): { text: string; ranges: [number, number][] } {
  let text = '';
  const ranges: [number, number][] = [];
  for (const part of headline.split(START)) {
    const [word, rest] = part.split(STOP);
    if (rest === undefined) {
      text += part;
      continue;
    }
    const from = text.length;
    text += word ?? '';
    ranges.push([from, text.length]);
    text += rest;
  }
  return { text, ranges };
}
