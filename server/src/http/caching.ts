import { hash } from 'node:crypto';
import type { Request, Response } from 'express';

/**
 * The queries whose answers a client may keep, by how it may. Everybody sees other skills, so an answer belongs
 * to one caller. Counts by category may lag a little; a search, with its facets, must show what its caller has
 * just changed, so it is asked again each time, and only not sent again.
 */
const KEPT: Readonly<Record<string, string>> = {
  'skills.categories': 'private, max-age=30',
  'skills.search': 'private, no-cache',
};

/** How the answer to a request may be kept; `undefined` unless all of its calls are queries that may be. */
export function cacheControlOf(request: Request, paths: readonly string[]): string | undefined {
  if (request.method !== 'GET') return undefined;
  const controls = paths.map((path) => (Object.hasOwn(KEPT, path) ? KEPT[path] : undefined));
  if (controls.includes(undefined)) return undefined;
  return controls.includes(KEPT['skills.search']) ? KEPT['skills.search'] : controls[0];
}

/** Marks an answer as one that may be kept. Its tag is weak: compressed or not, it says the same. */
export function markKept(response: Response, cacheControl: string, body: Buffer): void {
  response.vary('Authorization');
  response.set({ 'cache-control': cacheControl, etag: `W/"${hash('sha1', body, 'base64url')}"` });
}
