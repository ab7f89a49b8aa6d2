import { Migration } from '@mikro-orm/migrations';

/** Ratings: what was said before is kept, people report, and reviewers hide what counts nowhere then. */
export class Migration0005 extends Migration {
  override up(): void {
    this.addSql(`alter table "ratings" add column "hidden" boolean not null default false`);
    this.addSql(`create table "earlier_ratings" (
      "id" bigserial primary key,
      "rating_id" uuid not null,
      "user_id" uuid not null,
      "skill_id" uuid not null,
      "version_id" uuid not null,
      "stars" smallint not null,
      "comment" varchar(1000) null,
      "verified" boolean not null,
      "since" timestamptz not null,
      "until" timestamptz not null,
      "ended_by" text not null
    )`);
    this.addSql(
      `create index "earlier_ratings_user_index" on "earlier_ratings" ("user_id", "skill_id", "id")`,
    );
    this.addSql(
      `alter table "earlier_ratings" add constraint "earlier_ratings_stars_check" check (stars >= 1 and stars <= 5)`,
    );
    this.addSql(
      `alter table "earlier_ratings" add constraint "earlier_ratings_ended_by_check" check ("ended_by" in ('update', 'remove'))`,
    );
    this.addSql(`create table "rating_hidings" (
      "skill_id" uuid not null,
      "user_id" uuid not null,
      "reason" varchar(500) not null,
      "hidden_at" timestamptz not null,
      "hidden_by_id" uuid null,
      "appeal" varchar(1000) null,
      "appealed_at" timestamptz null,
      "rejected_at" timestamptz null,
      "answer" varchar(500) null,
      primary key ("skill_id", "user_id")
    )`);
    this.addSql(`create table "rating_reports" (
      "id" uuid not null,
      "rating_id" uuid not null,
      "user_id" uuid not null,
      "reason" varchar(500) not null,
      "created_at" timestamptz not null,
      "closed_at" timestamptz null,
      primary key ("id")
    )`);
    this.addSql(
      `alter table "rating_reports" add constraint "rating_reports_rating_user_unique" unique ("rating_id", "user_id")`,
    );
    this.addSql(
      `create index "rating_reports_open_index" on "rating_reports" ("closed_at", "created_at")`,
    );
    for (const [table, column, target, then] of REFERENCES) {
      this.addSql(
        `alter table "${table}" add constraint "${table}_${column}_foreign" foreign key ("${column}") references "${target}" ("id")${then}`,
      );
    }
  }
}

const REFERENCES = [
  ['earlier_ratings', 'user_id', 'users', ''],
  ['earlier_ratings', 'skill_id', 'skills', ''],
  ['earlier_ratings', 'version_id', 'versions', ''],
  ['rating_hidings', 'skill_id', 'skills', ' on update cascade on delete cascade'],
  ['rating_hidings', 'user_id', 'users', ' on update cascade on delete cascade'],
  ['rating_hidings', 'hidden_by_id', 'users', ' on delete set null'],
  ['rating_reports', 'rating_id', 'ratings', ' on delete cascade'],
  ['rating_reports', 'user_id', 'users', ''],
] as const;
