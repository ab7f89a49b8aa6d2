import { Migration } from '@mikro-orm/migrations';

/** People: what tokens were made with and when used, who is disabled, one name for one account, and what people did lately. */
export class Migration0009 extends Migration {
  override up(): void {
    this.addSql(`alter table "tokens" add column "last_used_at" timestamptz null`);
    this.addSql(`create index "tokens_user_index" on "tokens" ("user_id")`);
    // Tokens hold a year at most; those of a server's own owner hold until they are revoked.
    this.addSql(`update "tokens" set "expires_at" = now() + interval '365 days'
      where "expires_at" is null and "name" not like 'owner %'`);
    // Rather an error than a token whose maker nobody knows.
    this.addSql(`alter table "tokens" add column "made_with_id" uuid null`);
    this.addSql(
      `alter table "tokens" add constraint "tokens_made_with_id_foreign" foreign key ("made_with_id") references "tokens" ("id") on delete no action`,
    );
    this.addSql(`create index "tokens_made_with_index" on "tokens" ("made_with_id")`);
    this.addSql(`alter table "users" add column "disabled_at" timestamptz null`);
    this.addSql(`alter table "users" add column "disabled_reason" varchar(500) null`);
    this.addSql(
      `alter table "users" add constraint "users_disabled_check" check ((disabled_at is null) = (disabled_reason is null))`,
    );
    this.addSql(`alter table "users" drop constraint "users_name_unique"`);
    // Names are in the form NFC; of those that differ by case only, the account that was there first keeps its own.
    this.addSql(`with named as (
        select id, name, normalize(name) as plain,
          row_number() over (partition by lower(normalize(name)) order by created_at, id) as number from users
      ), renamed as (
        update users u set name = case n.number when 1 then n.plain else left(n.plain, 90) || '-' || left(u.id::text, 8) end
        from named n where n.id = u.id and (n.number > 1 or n.plain <> n.name) returning u.id, n.name as earlier, u.name
      )
      insert into audit_events (at, action, subject_type, subject_id, before, after)
      select now(), 'user.rename', 'user', id::text, jsonb_build_object('name', earlier), jsonb_build_object('name', name)
      from renamed`);
    this.addSql(`create unique index "users_name_unique" on "users" (lower("name"))`);
    // Unlogged: counting costs no write to disk, and a crash may forget the counts of a minute.
    this.addSql(`create unlogged table "rate_limits" (
      "key" varchar(255) not null,
      "points" int not null default 0,
      "expire" bigint null,
      primary key ("key")
    )`);
    this.addSql(`create index "rate_limits_expire_index" on "rate_limits" ("expire")`);
  }
}
