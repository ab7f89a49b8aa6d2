import { defineEntity, p } from '@mikro-orm/core';
import type { HousePolicy } from '../policy/housePolicy.ts';

const InstanceSchema = defineEntity({
  name: 'Instance',
  tableName: 'instance',
  properties: {
    /** Always 1: a database holds one marketplace. */
    id: p.smallint().primary().autoincrement(false),
    instanceId: p.uuid(),
    /** What a proof of identity is made with (hex of 32 random bytes). */
    secret: p.string().length(64),
    createdAt: p.datetime(),
    /** The rules of the house in force, as the last start with a `POLICY_FILE` had them. */
    housePolicy: p.json<HousePolicy>().nullable(),
  },
  checks: [{ name: 'instance_single_check', expression: 'id = 1' }],
});

/** The one row that says which marketplace this database is. */
export class Instance extends InstanceSchema.class {}
InstanceSchema.setClass(Instance);
