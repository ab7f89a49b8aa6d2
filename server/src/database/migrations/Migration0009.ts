import { Migration } from '@mikro-orm/migrations';

/** People: when a token was last used, and how much each account and address did lately. */
export class Migration0009 extends Migration {
  override up(): void {
    this.addSql(`alter table "tokens" add column "last_used_at" timestamptz null`);
    this.addSql(`create index "tokens_user_index" on "tokens" ("user_id")`);
    // Tokens hold a year at most; those of a server's own owner hold until they are revoked.
    this.addSql(`update "tokens" set "expires_at" = now() + interval '365 days'
      where "expires_at" is null and "name" not like 'owner %'`);
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
