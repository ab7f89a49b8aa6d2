import { Migration } from '@mikro-orm/migrations';

/** Visibility: publishers and skills that only members see, words that only they know, and the news that a skill was hidden. */
export class Migration0007 extends Migration {
  override up(): void {
    this.addSql(
      `alter table "publishers" add column "visibility" text not null default 'everyone'`,
    );
    this.addSql(
      `alter table "publishers" add constraint "publishers_visibility_check" check ("visibility" in ('everyone', 'members'))`,
    );
    this.addSql(`alter table "skills" add column "visibility" text not null default 'everyone'`);
    this.addSql(
      `alter table "skills" add constraint "skills_visibility_check" check ("visibility" in ('everyone', 'members'))`,
    );
    this.addSql(`alter table "skills" add column "members_only" boolean not null default false`);
    // Kept by the database itself, so that no way of making or moving a skill can forget it. The share lock lets
    // whoever makes a skill wait for whoever hides its publisher.
    this.addSql(`create function skills_set_members_only() returns trigger language plpgsql as $$
      declare
        publisher_visibility text;
      begin
        select visibility into publisher_visibility from publishers where name = new.publisher for share;
        new.members_only := new.visibility = 'members' or publisher_visibility = 'members';
        return new;
      end $$`);
    this.addSql(`create trigger skills_members_only before insert or update of publisher, visibility on "skills"
      for each row execute function skills_set_members_only()`);
    this.addSql(`create function publishers_spread_visibility() returns trigger language plpgsql as $$
      begin
        update skills set visibility = visibility where publisher = new.name;
        return null;
      end $$`);
    this.addSql(`create trigger publishers_visibility after update of visibility on "publishers"
      for each row when (old.visibility is distinct from new.visibility) execute function publishers_spread_visibility()`);
    // Servers keep counts: whatever hides a skill tells them, once it is committed.
    this.addSql(`create function skills_tell_hidden() returns trigger language plpgsql as $$
      begin
        perform pg_notify('skill_marketplace_hidden', '');
        return null;
      end $$`);
    // Without a list of columns: `members_only` is set by a trigger, which a list would not see.
    this.addSql(`create trigger skills_hidden after update on "skills"
      for each row when (old.status = 'active' and (new.status <> 'active' or new.members_only and (not old.members_only or new.publisher <> old.publisher)))
      execute function skills_tell_hidden()`);
    // Words of skills that only members see are known under their publisher, all others under none.
    this.addSql(
      `alter table "search_words" add column "publisher" varchar(64) not null default ''`,
    );
    this.addSql(`alter table "search_words" drop constraint "search_words_pkey"`);
    this.addSql(
      `alter table "search_words" add constraint "search_words_pkey" primary key ("publisher", "word")`,
    );
  }
}
