import { Migration } from '@mikro-orm/migrations';

/** Governance: blocked digests and versions, purges, curated tags, redirects, agents, the rules of the house, and a record that nobody rewrites. */
export class Migration0006 extends Migration {
  override up(): void {
    this.addSql(`create table "blocked_digests" (
      "digest" varchar(71) not null,
      "reason" varchar(500) not null,
      "severity" text not null,
      "blocked_by_id" uuid null,
      "blocked_at" timestamptz not null,
      primary key ("digest")
    )`);
    this.addSql(
      `alter table "blocked_digests" add constraint "blocked_digests_severity_check" check ("severity" in ('low', 'medium', 'high', 'critical'))`,
    );
    this.addSql(
      `alter table "blocked_digests" add constraint "blocked_digests_digest_check" check (digest ~ '^sha256:[0-9a-f]{64}$')`,
    );
    this.addSql(
      `alter table "blocked_digests" add constraint "blocked_digests_blocked_by_id_foreign" foreign key ("blocked_by_id") references "users" ("id") on delete set null`,
    );
    this.addSql(`alter table "versions" add column "purged_at" timestamptz null`);
    this.addSql(`alter table "versions" add column "own_block" jsonb null`);
    // Until there were blocked digests, every block was of a version itself.
    this.addSql(`update "versions" set "own_block" = coalesce("advisory", jsonb_build_object(
      'severity', 'high', 'message', 'This version was blocked.', 'since', to_char("created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where "decision" = 'blocked'`);
    this.addSql(
      `alter table "versions" add constraint "versions_own_block_check" check (own_block is null or decision = 'blocked')`,
    );
    this.addSql(
      `create index "versions_waiting_index" on "versions" ("created_at", "id") where decision = 'undecided' and yanked_at is null`,
    );
    this.addSql(`alter table "skills" add column "tags_curated" boolean not null default false`);
    this.addSql(`create table "skill_redirects" (
      "source" varchar(64) not null default 'local',
      "publisher" varchar(64) not null,
      "name" varchar(64) not null,
      "skill_id" uuid not null,
      "created_at" timestamptz not null,
      primary key ("source", "publisher", "name")
    )`);
    this.addSql(
      `alter table "skill_redirects" add constraint "skill_redirects_skill_id_foreign" foreign key ("skill_id") references "skills" ("id")`,
    );
    this.addSql(`create index "skill_redirects_skill_index" on "skill_redirects" ("skill_id")`);
    this.addSql(`create table "agents" (
      "owner_id" uuid not null,
      "id" varchar(200) not null,
      "name" varchar(100) not null,
      "maturity" text not null,
      "created_at" timestamptz not null,
      "updated_at" timestamptz not null,
      primary key ("owner_id", "id")
    )`);
    this.addSql(
      `alter table "agents" add constraint "agents_maturity_check" check ("maturity" in ('student', 'intern', 'supervised', 'autonomous'))`,
    );
    this.addSql(
      `alter table "agents" add constraint "agents_owner_id_foreign" foreign key ("owner_id") references "users" ("id")`,
    );
    this.addSql(`alter table "instance" add column "house_policy" jsonb null`);
    // People ask for a subject without its kind.
    this.addSql(`drop index "audit_events_subject_index"`);
    this.addSql(`create index "audit_events_subject_index" on "audit_events" ("subject_id", "id")`);
    this.addSql(`create index "audit_events_actor_index" on "audit_events" ("actor_id", "id")`);
    this.addSql(
      `create index "audit_events_action_index" on "audit_events" ("action" text_pattern_ops, "id")`,
    );
    // A statement trigger fires for a change of no row as well, and truncate knows no other kind.
    this.addSql(`create function audit_events_refuse() returns trigger language plpgsql as $$
      begin
        raise exception 'audit_events only grows: % is refused', lower(tg_op) using errcode = 'insufficient_privilege';
      end $$`);
    this.addSql(`create trigger audit_events_append_only before update or delete or truncate on "audit_events"
      for each statement execute function audit_events_refuse()`);
  }
}
