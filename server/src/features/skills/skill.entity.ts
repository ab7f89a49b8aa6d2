import { defineEntity, p, type Opt } from '@mikro-orm/core';
import { Publisher } from '../accounts/publisher.entity.ts';

const SkillSchema = defineEntity({
  name: 'Skill',
  tableName: 'skills',
  properties: {
    id: p.uuid().primary(),
    /** `local`, or the upstream that it is mirrored from. */
    source: p.string().length(64).default('local'),
    publisher: () => p.manyToOne(Publisher).fieldName('publisher'),
    name: p.string().length(64),
    displayName: p.string().length(200),
    description: p.string().length(1024),
    category: p.string().length(64),
    categorySource: p.enum(['curated', 'declared', 'derived']),
    tags: p.array(),
    /** People chose the tags: what versions say of themselves does not change them. */
    tagsCurated: p.boolean().default(false),
    skillType: p.enum(['prompt_only', 'python_code', 'nodejs']),
    author: p.string().length(200),
    homepage: p.string().length(2000).nullable(),
    deprecated: p.boolean().default(false),
    replacedBy: p.string().length(200).nullable(),
    status: p.enum(['active', 'untrusted', 'banned']).default('untrusted'),
    visibility: p.enum(['everyone', 'members']).default('everyone'),
    /** The skill or its publisher is for members; a trigger keeps it so. */
    membersOnly: p.boolean().default(false),
    latestVersion: p.string().length(64).nullable(),
    ratingCount: p.integer().default(0),
    ratingSum: p.integer().default(0),
    averageRating: p
      .double()
      .$type<Opt<number>>()
      .generated(
        '(case when rating_count = 0 then 0 else rating_sum::double precision / rating_count end) stored',
      ),
    /** Bayesian: ten ratings of 3.5 stars are added to those of a skill that has any; 0 without. */
    ratingScore: p
      .double()
      .$type<Opt<number>>()
      .generated(
        '(case when rating_count = 0 then 0 else (rating_sum + 35)::double precision / (rating_count + 10) end) stored',
      ),
    verifiedRatingCount: p.integer().default(0),
    /** Distinct users who installed it. */
    installCount: p.integer().default(0),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    /** What a search looks at first: names (A), tags (B), description (C). */
    head: p
      .type('tsvector' as const)
      .$type<Opt<string>>()
      .columnType('tsvector')
      .lazy()
      .generated('(skill_head(name, display_name, tags, description)) stored'),
  },
  uniques: [{ name: 'skills_reference_unique', properties: ['source', 'publisher', 'name'] }],
  indexes: [
    { name: 'skills_head_index', properties: ['head'], type: 'gin' },
    { name: 'skills_tags_index', properties: ['tags'], type: 'gin' },
    { name: 'skills_installs_index', properties: ['installCount', 'id'] },
    { name: 'skills_newest_index', properties: ['createdAt', 'id'] },
    { name: 'skills_rating_index', properties: ['ratingScore', 'id'] },
    { name: 'skills_category_index', properties: ['category', 'installCount', 'id'] },
    { name: 'skills_publisher_index', properties: ['publisher', 'installCount', 'id'] },
    {
      name: 'skills_name_index',
      expression: 'create index "skills_name_index" on "skills" (lower(display_name), "id")',
    },
    {
      name: 'skills_joined_name_index',
      expression:
        'create index "skills_joined_name_index" on "skills" (replace(name, \'-\', \'\') text_pattern_ops)',
    },
  ],
  triggers: [
    {
      name: 'skills_members_only',
      timing: 'before',
      events: ['insert', 'update'],
      forEach: 'row',
      expression:
        'create trigger skills_members_only before insert or update of publisher, visibility on "skills" for each row execute function skills_set_members_only()',
    },
    {
      name: 'skills_hidden',
      timing: 'after',
      events: ['update'],
      forEach: 'row',
      expression:
        "create trigger skills_hidden after update on \"skills\" for each row when (old.status = 'active' and (new.status <> 'active' or new.members_only and (not old.members_only or new.publisher <> old.publisher))) execute function skills_tell_hidden()",
    },
  ],
  checks: [
    { name: 'skills_name_check', expression: "name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'" },
    {
      name: 'skills_counts_check',
      expression:
        'rating_count >= 0 and verified_rating_count >= 0 and verified_rating_count <= rating_count and install_count >= 0 and rating_sum >= rating_count and rating_sum <= 5 * rating_count',
    },
  ],
});

/** A skill with its listing data and its counts; what it does stands in its versions. */
export class Skill extends SkillSchema.class {}
SkillSchema.setClass(Skill);
