import type { Match } from '@skill-marketplace/shared/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Term } from './relevance.ts';
import type { TextMatch } from './textMatch.ts';

/** Characters that stand around a matching word; private use, so no text brings its own. */
const START = '\uE000';
const STOP = '\uE001';

/** Stand-ins for `<` and `>`: ts_headline takes what stands between them for a tag, and drops it. Signs that part words, as those do. */
const ANGLES = '\u0002\u0003';

/** The most of a README that is looked through for a fragment, in characters. */
const README_LENGTH = 8000;
/** Around the first of the words so many characters are enough for a fragment. */
const WINDOW_LENGTH = 700;
const BEFORE_WORD = 250;
/** So many of the rarest words are looked for. */
const SOUGHT_WORDS = 3;

/** What a row matched, as `matchColumns` selects it; `headline` is empty where no text of it did. */
export interface MatchRow {
  isExact: boolean;
  inName: boolean;
  inTags: boolean;
  inDescription: boolean;
  inReadme: boolean;
  headline: string;
}

/**
 * Columns that say where a row matched, from `skills` as `s` and READMEs as `d`; reads the row's
 * text, so only for a page. The README is only looked at for a row that matched nowhere else, and asked by
 * itself where the search has not read it.
 */
export function matchColumns({
  anyWord,
  isExact,
  isNamed,
  readsReadme,
  showsReadme,
  terms,
}: TextMatch): RawBuilder<unknown> {
  if (anyWord === undefined) {
    return sql`${isExact} as "isExact", false as "inName", false as "inTags", false as "inDescription",
      false as "inReadme", '' as headline`;
  }
  const within = (weight: string) =>
    sql`ts_filter(s.head, ${sql.lit(`{${weight}}`)}) @@ ${anyWord}`;
  const options = `StartSel=${START}, StopSel=${STOP}, MaxWords=24, MinWords=12`;
  const headline = (text: RawBuilder<unknown>) =>
    sql`translate(ts_headline('english', translate(${text}, ${`<>${START}${STOP}${ANGLES}`}, ${ANGLES}), ${anyWord}, ${options}),
      ${ANGLES}, '<>')`;
  const inHead = sql`s.head @@ ${anyWord}`;
  const inReadme = readsReadme
    ? sql`d.doc @@ ${anyWord}`
    : sql`(select r.doc @@ ${anyWord} from skill_documents r where r.skill_id = s.id)`;
  const readme = sql`(select ${windowOf(terms)} from (select left(v.readme, ${sql.lit(README_LENGTH)}) as readme
    from versions v where v.skill_id = s.id and v.version = s.latest_version offset 0) v)`;
  return sql`${isExact} as "isExact", (${within('a')} or ${isNamed}) as "inName", ${within('b')} as "inTags", ${within('c')} as "inDescription",
    ${showsReadme ? sql`(not ${inHead} and coalesce(${inReadme}, false))` : sql`false`} as "inReadme",
    coalesce(case when ${inHead} then ${headline(sql`s.description`)}${showsReadme ? sql` else ${headline(readme)}` : sql``} end, '') as headline`;
}

/**
 * The part of the README in which the rarest word stands that it has as it is; else all of it. Most of what
 * `ts_headline` costs is taking a text apart.
 */
function windowOf(terms: readonly Term[]): RawBuilder<unknown> {
  const places = terms
    .slice(0, SOUGHT_WORDS)
    .map(({ lexeme }) => sql`nullif(strpos(lower(v.readme), ${lexeme}), 0)`);
  if (places.length === 0) return sql`v.readme`;
  const from = sql`coalesce(${sql.join(places)}) - ${sql.lit(BEFORE_WORD)}`;
  return sql`coalesce(substr(v.readme, ${from}, ${sql.lit(WINDOW_LENGTH)}), v.readme)`;
}

/**
 * The reason of a hit, with a fragment where words of the description, or else of the README, matched; `hasTags`
 * where tags were asked for, all of which a hit has. `undefined` where nothing was that a text could match.
 */
export function toMatch(row: Partial<MatchRow>, hasTags: boolean): Match | undefined {
  if (row.headline === undefined) return hasTags ? { fields: ['tags'] } : undefined;
  const fields: Match['fields'] = [];
  if (row.isExact === true) fields.push('reference');
  if (row.inName === true) fields.push('name');
  if (row.inTags === true || hasTags) fields.push('tags');
  if (row.inDescription === true) fields.push('description');
  if (row.inReadme === true) fields.push('readme');
  const fragment = toFragment(row.headline);
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
