import { defineEntity, p } from '@mikro-orm/core';

const RateLimitSchema = defineEntity({
  name: 'RateLimit',
  tableName: 'rate_limits',
  properties: {
    /** The limit, and the account or address that it is counted for. */
    key: p.string().length(255).primary(),
    points: p.integer().default(0),
    /** When counting starts anew, in milliseconds since 1970. */
    expire: p.bigint('number').nullable(),
  },
  indexes: [{ name: 'rate_limits_expire_index', properties: ['expire'] }],
});

/** What somebody did of something within its window; written by rate-limiter-flexible, whose table it is. */
export class RateLimit extends RateLimitSchema.class {}
RateLimitSchema.setClass(RateLimit);
