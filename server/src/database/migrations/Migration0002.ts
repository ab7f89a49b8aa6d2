import { Migration } from '@mikro-orm/migrations';

/** Publishing: versions keep their own listing data and why they were withdrawn, and numbers used elsewhere are known. */
export class Migration0002 extends Migration {
  override up(): void {
    this.addSql(`alter table "versions" add column "listing" jsonb null`);
    // Older versions kept none; what their skill shows is that of the latest, which is all that is known.
    this.addSql(`update "versions" v set "listing" = jsonb_build_object(
        'displayName', s.display_name, 'description', s.description, 'tags', s.tags,
        'skillType', s.skill_type, 'author', s.author, 'homepage', s.homepage,
        'category', s.category, 'categorySource', s.category_source)
      from "skills" s where s.id = v.skill_id`);
    this.addSql(`alter table "versions" alter column "listing" set not null`);
    this.addSql(`alter table "versions" add column "yank_reason" varchar(500) null`);
    this.addSql(`alter table "versions" add column "source_bundle_id" uuid null`);
    this.addSql(
      `alter table "versions" add constraint "versions_source_bundle_id_foreign" foreign key ("source_bundle_id") references "bundles" ("id")`,
    );
    this.addSql(`create index "versions_source_bundle_index" on "versions" ("source_bundle_id")`);
    this.addSql(`create table "earlier_versions" (
      "skill_id" uuid not null,
      "version" varchar(64) not null,
      "commit" varchar(300) null,
      "published_at" timestamptz null,
      primary key ("skill_id", "version")
    )`);
    this.addSql(
      `alter table "earlier_versions" add constraint "earlier_versions_skill_id_foreign" foreign key ("skill_id") references "skills" ("id")`,
    );
    // A sweep asks for blobs that no bundle points at.
    this.addSql(`create index "bundle_files_sha256_index" on "bundle_files" ("sha256")`);
  }
}
