import { Migration } from '@mikro-orm/migrations';

/** The first schema: skills with their versions and bytes, people, ratings, installs and the record of changes. */
export class Migration0001 extends Migration {
  override up(): void {
    // array_to_string is only stable by its signature, and a generated column needs an immutable function.
    this.addSql(`create function skill_head(name text, display_name text, tags text[], description text) returns tsvector
      language sql immutable parallel safe
      return setweight(to_tsvector('english'::regconfig, replace(name, '-', ' ') || ' ' || display_name), 'A')
        || setweight(to_tsvector('english'::regconfig, array_to_string(tags, ' ')), 'B')
        || setweight(to_tsvector('english'::regconfig, description), 'C')`);
    this.addSql(`create table "audit_events" (
      "id" bigserial primary key,
      "at" timestamptz not null,
      "actor_id" uuid null,
      "action" varchar(100) not null,
      "subject_type" varchar(50) not null,
      "subject_id" varchar(200) not null,
      "before" jsonb null,
      "after" jsonb null,
      "request_id" varchar(100) null
    )`);
    this.addSql(
      `create index "audit_events_subject_index" on "audit_events" ("subject_type", "subject_id")`,
    );
    this.addSql(`create table "blobs" (
      "sha256" char(64) not null,
      "size" int not null,
      "content" bytea not null,
      "created_at" timestamptz not null,
      primary key ("sha256")
    )`);
    this.addSql(
      `alter table "blobs" add constraint "blobs_size_check" check (size = octet_length(content))`,
    );
    this.addSql(`create table "bundles" (
      "id" uuid not null,
      "digest" varchar(71) not null,
      "size" int not null,
      "created_at" timestamptz not null,
      primary key ("id")
    )`);
    this.addSql(`alter table "bundles" add constraint "bundles_digest_unique" unique ("digest")`);
    this.addSql(
      `alter table "bundles" add constraint "bundles_digest_check" check (digest ~ '^sha256:[0-9a-f]{64}$')`,
    );
    this.addSql(`create table "instance" (
      "id" smallint primary key,
      "instance_id" uuid not null,
      "secret" varchar(64) not null,
      "created_at" timestamptz not null
    )`);
    this.addSql(`alter table "instance" add constraint "instance_single_check" check (id = 1)`);
    this.addSql(`create table "publishers" (
      "name" varchar(64) not null,
      "created_at" timestamptz not null,
      primary key ("name")
    )`);
    this.addSql(
      `alter table "publishers" add constraint "publishers_name_check" check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$')`,
    );
    this.addSql(`create table "skills" (
      "id" uuid not null,
      "source" varchar(64) not null default 'local',
      "publisher" varchar(64) not null,
      "name" varchar(64) not null,
      "display_name" varchar(200) not null,
      "description" varchar(1024) not null,
      "category" varchar(64) not null,
      "category_source" text not null,
      "tags" text[] not null,
      "skill_type" text not null,
      "author" varchar(200) not null,
      "homepage" varchar(2000) null,
      "deprecated" boolean not null default false,
      "replaced_by" varchar(200) null,
      "status" text not null default 'untrusted',
      "latest_version" varchar(64) null,
      "rating_count" int not null default 0,
      "rating_sum" int not null default 0,
      "average_rating" double precision generated always as (case when rating_count = 0 then 0 else rating_sum::double precision / rating_count end) stored not null,
      "verified_rating_count" int not null default 0,
      "install_count" int not null default 0,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      "head" tsvector generated always as (skill_head(name, display_name, tags, description)) stored not null,
      primary key ("id")
    )`);
    this.addSql(`create index "skills_head_index" on "skills" using gin ("head")`);
    this.addSql(`create index "skills_tags_index" on "skills" using gin ("tags")`);
    this.addSql(`create index "skills_installs_index" on "skills" ("install_count", "id")`);
    this.addSql(`create index "skills_newest_index" on "skills" ("created_at", "id")`);
    this.addSql(
      `create index "skills_rating_index" on "skills" ("average_rating", "rating_count", "id")`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_reference_unique" unique ("source", "publisher", "name")`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_name_check" check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$')`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_counts_check" check (rating_count >= 0 and verified_rating_count >= 0 and verified_rating_count <= rating_count and install_count >= 0 and rating_sum >= rating_count and rating_sum <= 5 * rating_count)`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_category_source_check" check ("category_source" in ('curated', 'declared', 'derived'))`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_skill_type_check" check ("skill_type" in ('prompt_only', 'python_code', 'nodejs'))`,
    );
    this.addSql(
      `alter table "skills" add constraint "skills_status_check" check ("status" in ('active', 'untrusted', 'banned'))`,
    );
    this.addSql(`create table "bundle_files" (
      "bundle_id" uuid not null,
      "path" varchar(240) not null,
      "sha256" char(64) not null,
      "executable" boolean not null,
      primary key ("bundle_id", "path")
    )`);
    this.addSql(`create table "users" (
      "id" uuid not null,
      "name" varchar(100) not null,
      "roles" text[] not null,
      "created_at" timestamptz not null,
      primary key ("id")
    )`);
    this.addSql(`alter table "users" add constraint "users_name_unique" unique ("name")`);
    this.addSql(`create table "tokens" (
      "id" uuid not null,
      "user_id" uuid not null,
      "name" varchar(100) not null,
      "hash" char(64) not null,
      "scopes" text[] not null,
      "created_at" timestamptz not null,
      "expires_at" timestamptz null,
      "revoked_at" timestamptz null,
      primary key ("id")
    )`);
    this.addSql(`alter table "tokens" add constraint "tokens_hash_unique" unique ("hash")`);
    this.addSql(`create table "publisher_members" (
      "publisher" varchar(64) not null,
      "user_id" uuid not null,
      primary key ("publisher", "user_id")
    )`);
    this.addSql(`create table "versions" (
      "id" uuid not null,
      "skill_id" uuid not null,
      "version" varchar(64) not null,
      "bundle_id" uuid not null,
      "install_name" varchar(64) not null,
      "readme" text not null,
      "analysis" jsonb not null,
      "provenance" jsonb not null,
      "scan" text not null,
      "decision" text not null,
      "yanked_at" timestamptz null,
      "advisory" jsonb null,
      "created_by_id" uuid null,
      "created_at" timestamptz not null,
      primary key ("id")
    )`);
    this.addSql(`create index "versions_bundle_index" on "versions" ("bundle_id")`);
    this.addSql(
      `alter table "versions" add constraint "versions_number_unique" unique ("skill_id", "version")`,
    );
    this.addSql(
      `alter table "versions" add constraint "versions_scan_check" check ("scan" in ('none', 'pending', 'clean', 'findings', 'error'))`,
    );
    this.addSql(
      `alter table "versions" add constraint "versions_decision_check" check ("decision" in ('undecided', 'approved', 'blocked'))`,
    );
    this.addSql(`create table "ratings" (
      "id" uuid not null,
      "user_id" uuid not null,
      "skill_id" uuid not null,
      "version_id" uuid not null,
      "stars" smallint not null,
      "comment" varchar(1000) null,
      "verified" boolean not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      primary key ("id")
    )`);
    this.addSql(`create index "ratings_skill_index" on "ratings" ("skill_id", "updated_at", "id")`);
    this.addSql(
      `alter table "ratings" add constraint "ratings_user_skill_unique" unique ("user_id", "skill_id")`,
    );
    this.addSql(
      `alter table "ratings" add constraint "ratings_stars_check" check (stars >= 1 and stars <= 5)`,
    );
    this.addSql(`create table "installs" (
      "id" uuid not null,
      "user_id" uuid not null,
      "skill_id" uuid not null,
      "version_id" uuid not null,
      "agent_id" varchar(200) null,
      "target" varchar(200) null,
      "created_at" timestamptz not null,
      "removed_at" timestamptz null,
      primary key ("id")
    )`);
    this.addSql(`create index "installs_user_index" on "installs" ("user_id", "created_at", "id")`);
    this.addSql(`create index "installs_skill_user_index" on "installs" ("skill_id", "user_id")`);
    this.addSql(
      `alter table "skills" add constraint "skills_publisher_foreign" foreign key ("publisher") references "publishers" ("name")`,
    );
    this.addSql(
      `alter table "bundle_files" add constraint "bundle_files_bundle_id_foreign" foreign key ("bundle_id") references "bundles" ("id")`,
    );
    this.addSql(
      `alter table "bundle_files" add constraint "bundle_files_sha256_foreign" foreign key ("sha256") references "blobs" ("sha256")`,
    );
    this.addSql(
      `alter table "tokens" add constraint "tokens_user_id_foreign" foreign key ("user_id") references "users" ("id")`,
    );
    this.addSql(
      `alter table "publisher_members" add constraint "publisher_members_publisher_foreign" foreign key ("publisher") references "publishers" ("name") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "publisher_members" add constraint "publisher_members_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table "versions" add constraint "versions_skill_id_foreign" foreign key ("skill_id") references "skills" ("id")`,
    );
    this.addSql(
      `alter table "versions" add constraint "versions_bundle_id_foreign" foreign key ("bundle_id") references "bundles" ("id")`,
    );
    this.addSql(
      `alter table "versions" add constraint "versions_created_by_id_foreign" foreign key ("created_by_id") references "users" ("id") on delete set null`,
    );
    this.addSql(
      `alter table "ratings" add constraint "ratings_user_id_foreign" foreign key ("user_id") references "users" ("id")`,
    );
    this.addSql(
      `alter table "ratings" add constraint "ratings_skill_id_foreign" foreign key ("skill_id") references "skills" ("id")`,
    );
    this.addSql(
      `alter table "ratings" add constraint "ratings_version_id_foreign" foreign key ("version_id") references "versions" ("id")`,
    );
    this.addSql(
      `alter table "installs" add constraint "installs_user_id_foreign" foreign key ("user_id") references "users" ("id")`,
    );
    this.addSql(
      `alter table "installs" add constraint "installs_skill_id_foreign" foreign key ("skill_id") references "skills" ("id")`,
    );
    this.addSql(
      `alter table "installs" add constraint "installs_version_id_foreign" foreign key ("version_id") references "versions" ("id")`,
    );
  }
}
