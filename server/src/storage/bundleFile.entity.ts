import { defineEntity, p } from '@mikro-orm/core';
import { Blob } from './blob.entity.ts';
import { Bundle } from './bundle.entity.ts';

const StoredFileSchema = defineEntity({
  name: 'StoredFile',
  tableName: 'bundle_files',
  properties: {
    bundle: () => p.manyToOne(Bundle).primary(),
    path: p.string().length(240).primary(),
    blob: () => p.manyToOne(Blob).fieldName('sha256'),
    executable: p.boolean(),
  },
  indexes: [{ name: 'bundle_files_sha256_index', properties: ['blob'] }],
});

/** One file of a bundle. */
export class StoredFile extends StoredFileSchema.class {}
StoredFileSchema.setClass(StoredFile);
