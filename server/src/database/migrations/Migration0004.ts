import { Migration } from '@mikro-orm/migrations';

/** Search: compounds in any text are also known joined, so that pdftools finds what tells of pdf-tools. */
export class Migration0004 extends Migration {
  override up(): void {
    this.addSql(`create or replace function skill_words(text) returns text
      language sql immutable strict parallel safe
      as $$ select skill_fold(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace($1,
        '\\m([a-z])\\+\\+', ' \\1plusplus ', 'gi'),
        '\\m([a-z])#', ' \\1sharp ', 'gi'),
        '(^|[^\\w])\\.net\\M', '\\1 dotnet ', 'gi'),
        '\\m(node|next|vue|nuxt|three|express)\\.js\\M', ' \\1js ', 'gi'),
        '\\m([[:lower:]][[:lower:][:digit:]]*)([[:upper:]]\\w*)', '\\1 \\2 \\1\\2', 'g'),
        '[-_./\\\\:]+', ' ', 'g')
        || coalesce((select ' ' || string_agg(regexp_replace(compound[1], '[-_]', '', 'g'), ' ')
          from regexp_matches($1, '[[:alpha:]][[:alnum:]]*(?:[-_][[:alnum:]]+)+', 'g') compound), '')) $$`);
    // Writes what is generated from the texts anew.
    this.addSql(`update "skills" set "name" = "name"`);
    this.addSql(`update "skill_documents" d set "doc" = to_tsvector('english'::regconfig, skill_words(v.readme))
      from "skills" s join "versions" v on v.skill_id = s.id and v.version = s.latest_version
      where s.id = d.skill_id`);
  }
}
