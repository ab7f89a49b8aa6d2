import { defineEntity, p } from '@mikro-orm/core';

const BlobSchema = defineEntity({
  name: 'Blob',
  tableName: 'blobs',
  properties: {
    /** Hex of the content's sha256. */
    sha256: p.character().length(64).primary(),
    size: p.integer(),
    content: p.blob().lazy(),
    createdAt: p.datetime(),
  },
  checks: [{ name: 'blobs_size_check', expression: 'size = octet_length(content)' }],
});

/** Bytes, stored once by what they are. */
export class Blob extends BlobSchema.class {}
BlobSchema.setClass(Blob);
