import { z } from 'zod';

/**
 * A backup is a gzipped tar, so that its data can be got at without this program: `head.json`; then each table
 * in pieces, `tables/<name>/<number>`, which are what `COPY … FROM STDIN` takes (text: it holds between major
 * versions of PostgreSQL, the binary form need not); and `manifest.json` at the end, when rows and hashes are
 * known, so that what was broken off has none. gzip, since Node's zstd is experimental.
 */
export const BACKUP_FORMAT = 1;

export const HEAD_ENTRY = 'head.json';
export const MANIFEST_ENTRY = 'manifest.json';

const TABLE_ENTRY = /^tables\/([^/]+)\/\d{8}$/;

/** The name of one piece of a table. */
export function tableEntry(table: string, piece: number): string {
  return `tables/${table}/${String(piece).padStart(8, '0')}`;
}

/** The table whose piece has that name; `undefined` when it is none. */
export function tableOfEntry(name: string): string | undefined {
  return TABLE_ENTRY.exec(name)?.[1];
}

const Rows = z.int().nonnegative();

/** What stands in front of the data: whose it is, and what it takes to read it. */
export type BackupHead = z.infer<typeof BackupHead>;
export const BackupHead = z.object({
  format: z.int(),
  apiVersion: z.int(),
  instanceId: z.uuid(),
  createdAt: z.iso.datetime(),
  /** Names of the migrations that made the tables, the oldest first. */
  migrations: z.array(z.string()).min(1),
  /** In the order of the data: a table comes after those that it points at. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: Rows })),
  /** `value` in digits, since it may be larger than a number holds. */
  sequences: z.array(
    z.object({ name: z.string(), value: z.string().regex(/^-?\d{1,19}$/), used: z.boolean() }),
  ),
});

/** What stands behind the data: what there must have been. */
export type BackupManifest = z.infer<typeof BackupManifest>;
export const BackupManifest = BackupHead.pick({
  format: true,
  apiVersion: true,
  instanceId: true,
  createdAt: true,
  migrations: true,
}).extend({
  tables: z.array(
    z.object({
      name: z.string(),
      rows: Rows,
      /** Hex of the sha256 of the table's pieces put together. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
