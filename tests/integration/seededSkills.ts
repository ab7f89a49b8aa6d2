import type { Hub } from '../support/app.ts';

/**
 * Puts many active skills of acme straight into the hub's database, as if they had been published in the order of
 * their numbers; name and description are SQL expressions of the number `n`, from 1 on.
 */
export async function seedSkills(
  hub: Hub,
  count: number,
  name: string,
  description: string,
): Promise<void> {
  const em = hub.orm.em.fork();
  await em.execute(`insert into publishers (name, created_at) values ('acme', now()), ('globex', now())
    on conflict do nothing`);
  await em.execute(
    `insert into skills (id, publisher, name, display_name, description, category, category_source, tags, skill_type,
      author, status, latest_version, created_at, updated_at)
    select gen_random_uuid(), 'acme', ${name}, ${name}, ${description}, 'other', 'derived', '{}', 'prompt_only',
      'acme', 'active', '1.0.0', at, at
    from generate_series(1, ?) n, lateral (select now() - interval '1 year' + n * interval '1 second' as at) t`,
    [count],
  );
}
