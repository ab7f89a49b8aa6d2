import { defineEntity, p } from '@mikro-orm/core';
import { User } from './user.entity.ts';

const PublisherSchema = defineEntity({
  name: 'Publisher',
  tableName: 'publishers',
  properties: {
    /** The slug that stands in references. */
    name: p.string().length(64).primary(),
    createdAt: p.datetime(),
    members: () =>
      p
        .manyToMany(User)
        .pivotTable('publisher_members')
        .joinColumn('publisher')
        .inverseJoinColumn('user_id'),
  },
  checks: [{ name: 'publishers_name_check', expression: "name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'" }],
});

/** A namespace of skills with its members. */
export class Publisher extends PublisherSchema.class {}
PublisherSchema.setClass(Publisher);
