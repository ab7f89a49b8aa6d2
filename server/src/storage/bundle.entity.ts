import { defineEntity, p } from '@mikro-orm/core';

const BundleSchema = defineEntity({
  name: 'Bundle',
  tableName: 'bundles',
  properties: {
    id: p.uuid().primary(),
    /** `sha256:` and the hex of the canonical manifest's sha256. */
    digest: p.string().length(71).unique(),
    /** Sum of the files in bytes. */
    size: p.integer(),
    createdAt: p.datetime(),
  },
  checks: [{ name: 'bundles_digest_check', expression: "digest ~ '^sha256:[0-9a-f]{64}$'" }],
});

/** The files of a version as one thing; two skills may share one. */
export class Bundle extends BundleSchema.class {}
BundleSchema.setClass(Bundle);
