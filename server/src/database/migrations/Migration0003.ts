import { Migration } from '@mikro-orm/migrations';

/** Search: text is folded the same way when it is kept and when it is asked for, the README has a table of its own, and the words of the catalogue are known. */
export class Migration0003 extends Migration {
  override up(): void {
    this.addSql(`create extension if not exists unaccent`);
    this.addSql(`create extension if not exists pg_trgm`);
    // unaccent() depends on a dictionary that could be changed; a generated column needs a promise that it is not.
    this.addSql(`create function skill_fold(text) returns text
      language sql immutable strict parallel safe
      as $$ select lower(unaccent('unaccent'::regdictionary, $1)) $$`);
    // What the query language calls words: c++, c#, .net and node.js are some; compounds are written apart.
    this.addSql(`create function skill_words(text) returns text
      language sql immutable strict parallel safe
      as $$ select skill_fold(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace($1,
        '\\m([a-z])\\+\\+', ' \\1plusplus ', 'gi'),
        '\\m([a-z])#', ' \\1sharp ', 'gi'),
        '(^|[^\\w])\\.net\\M', '\\1 dotnet ', 'gi'),
        '\\m(node|next|vue|nuxt|three|express)\\.js\\M', ' \\1js ', 'gi'),
        '\\m([[:lower:]][[:lower:][:digit:]]*)([[:upper:]]\\w*)', '\\1 \\2 \\1\\2', 'g'),
        '[-_./\\\\:]+', ' ', 'g')) $$`);
    this.addSql(`drop index "skills_head_index"`);
    this.addSql(`alter table "skills" drop column "head"`);
    this.addSql(`drop function skill_head(text, text, text[], text)`);
    // Names and tags also unstemmed, so that stop words survive, and joined, so that pdftools finds pdf-tools.
    this.addSql(`create function skill_head(name text, display_name text, tags text[], description text) returns tsvector
      language sql immutable parallel safe
      as $$ select setweight(
          to_tsvector('simple'::regconfig, skill_words(name || ' ' || display_name) || ' ' || replace(name, '-', ''))
          || to_tsvector('english'::regconfig, skill_words(name || ' ' || display_name) || ' ' || replace(name, '-', '')), 'A')
        || setweight(
          to_tsvector('simple'::regconfig, skill_words(array_to_string(tags, ' ')) || ' ' || skill_fold(regexp_replace(array_to_string(tags, ' '), '[-_.]', '', 'g')))
          || to_tsvector('english'::regconfig, skill_words(array_to_string(tags, ' ')) || ' ' || skill_fold(regexp_replace(array_to_string(tags, ' '), '[-_.]', '', 'g'))), 'B')
        || setweight(to_tsvector('english'::regconfig, skill_words(description)), 'C') $$`);
    this.addSql(
      `alter table "skills" add column "head" tsvector generated always as (skill_head(name, display_name, tags, description)) stored not null`,
    );
    this.addSql(`create index "skills_head_index" on "skills" using gin ("head")`);
    // Ten ratings of 3.5 stars are added to all that have any: a single one says little.
    this.addSql(
      `alter table "skills" add column "rating_score" double precision generated always as (case when rating_count = 0 then 0 else (rating_sum + 35)::double precision / (rating_count + 10) end) stored not null`,
    );
    this.addSql(`drop index "skills_rating_index"`);
    this.addSql(`create index "skills_rating_index" on "skills" ("rating_score", "id")`);
    this.addSql(`create index "skills_name_index" on "skills" (lower(display_name), "id")`);
    this.addSql(
      `create index "skills_joined_name_index" on "skills" (replace(name, '-', '') text_pattern_ops)`,
    );
    this.addSql(
      `create index "skills_category_index" on "skills" ("category", "install_count", "id")`,
    );
    this.addSql(
      `create index "skills_publisher_index" on "skills" ("publisher", "install_count", "id")`,
    );
    this.addSql(`create table "skill_documents" (
      "skill_id" uuid not null,
      "doc" tsvector not null,
      primary key ("skill_id")
    )`);
    // Compressing it again and again would cost more than the disk.
    this.addSql(`alter table "skill_documents" alter column "doc" set storage external`);
    this.addSql(
      `alter table "skill_documents" add constraint "skill_documents_skill_id_foreign" foreign key ("skill_id") references "skills" ("id") on update cascade on delete cascade`,
    );
    this.addSql(`create index "skill_documents_doc_index" on "skill_documents" using gin ("doc")`);
    this.addSql(`insert into "skill_documents" (skill_id, doc)
      select s.id, to_tsvector('english'::regconfig, skill_words(v.readme))
      from "skills" s join "versions" v on v.skill_id = s.id and v.version = s.latest_version`);
    this.addSql(`create table "search_words" (
      "word" varchar(64) not null,
      "lexeme" varchar(64) not null,
      "skill_count" int not null,
      primary key ("word")
    )`);
    this.addSql(`create index "search_words_lexeme_index" on "search_words" ("lexeme")`);
    this.addSql(
      `create index "search_words_trigram_index" on "search_words" using gin ("word" gin_trgm_ops)`,
    );
  }
}
