import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.entity.ts';

const PublisherSchema = defineEntity({
  name: 'Publisher',
  tableName: 'publishers',
  properties: {
    /** The slug that stands in references. */
    name: p.string().length(64).primary(),
    createdAt: p.datetime(),
    /** Who may see its skills: everyone who may read, or its members. */
    visibility: p.enum(['everyone', 'members']).default('everyone'),
    members: () =>
      p
        .manyToMany(User)
        .pivotTable('publisher_members')
        .joinColumn('publisher')
        .inverseJoinColumn('user_id'),
  },
  triggers: [
    {
      name: 'publishers_visibility',
      timing: 'after',
      events: ['update'],
      forEach: 'row',
      expression:
        'create trigger publishers_visibility after update of visibility on "publishers" for each row when (old.visibility is distinct from new.visibility) execute function publishers_spread_visibility()',
    },
  ],
  checks: [{ name: 'publishers_name_check', expression: "name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'" }],
});

/** A namespace of skills with its members. */
export class Publisher extends PublisherSchema.class {}
PublisherSchema.setClass(Publisher);
