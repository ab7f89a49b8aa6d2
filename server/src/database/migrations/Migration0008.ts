import { Migration } from '@mikro-orm/migrations';

/** Sign-in through providers: who somebody is there, and attempts that are under way. */
export class Migration0008 extends Migration {
  override up(): void {
    this.addSql(`create table "identities" (
      "issuer" varchar(500) not null,
      "subject" varchar(255) not null,
      "user_id" uuid not null,
      "created_at" timestamptz not null,
      "last_sign_in_at" timestamptz not null,
      primary key ("issuer", "subject")
    )`);
    this.addSql(`create index "identities_user_index" on "identities" ("user_id")`);
    this.addSql(
      `alter table "identities" add constraint "identities_user_id_foreign" foreign key ("user_id") references "users" ("id")`,
    );
    this.addSql(`alter table "tokens" add column "signed_in" boolean not null default false`);
    this.addSql(`create table "sign_in_attempts" (
      "id" uuid not null,
      "hash" char(64) not null,
      "method" text not null,
      "device" varchar(100) null,
      "sealed_code" text not null,
      "interval_seconds" int not null,
      "created_at" timestamptz not null,
      "expires_at" timestamptz not null,
      "polled_at" timestamptz null,
      "finished_at" timestamptz null,
      "proof" char(64) null,
      primary key ("id")
    )`);
    this.addSql(
      `alter table "sign_in_attempts" add constraint "sign_in_attempts_method_check" check ("method" in ('oidc', 'github'))`,
    );
    this.addSql(
      `alter table "sign_in_attempts" add constraint "sign_in_attempts_hash_unique" unique ("hash")`,
    );
    this.addSql(
      `alter table "sign_in_attempts" add constraint "sign_in_attempts_proof_unique" unique ("proof")`,
    );
    this.addSql(
      `create index "sign_in_attempts_expires_index" on "sign_in_attempts" ("expires_at")`,
    );
  }
}
