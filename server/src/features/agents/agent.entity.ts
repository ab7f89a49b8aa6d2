import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../accounts/user.entity.ts';

const AgentSchema = defineEntity({
  name: 'Agent',
  tableName: 'agents',
  properties: {
    owner: () => p.manyToOne(User).primary(),
    /** What calls name it by. */
    id: p.string().length(200).primary(),
    name: p.string().length(100),
    maturity: p.enum(['student', 'intern', 'supervised', 'autonomous']),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});

/** An agent that installs skills for an account. */
export class Agent extends AgentSchema.class {}
AgentSchema.setClass(Agent);
