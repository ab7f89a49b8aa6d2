import type { Services } from '../services.ts';

/** Looks for the marketplace, asks it, and reads the disk, all anew. */
export function refresh({ connection, installed }: Services): void {
  connection.reset();
  installed.refresh();
}
