import { basename, dirname } from 'node:path';
import { toSlug } from '@skill-marketplace/shared/contracts';

/** What the publisher of an imported skill follows from. */
export interface PublisherClues {
  /** Asked for on the command line. */
  asked?: string | undefined;
  /** `owner` of the skill's `_meta.json`. */
  metaOwner?: string | undefined;
  /** Absolute path of the skill's folder. */
  skillFolder: string;
  /** Absolute path of the imported folder. */
  root: string;
}

/**
 * The publisher by the rules of an import: as asked; else the owner that the skill names; else the folder
 * above the skill when that is below one named `skills`; else the imported folder's name (one named `skills`
 * is passed over for its parent). `undefined` when no slug can be made of it.
 */
export function publisherOf({
  asked,
  metaOwner,
  skillFolder,
  root,
}: PublisherClues): string | undefined {
  if (asked !== undefined) return toSlug(asked);
  const owner = metaOwner === undefined ? undefined : toSlug(metaOwner);
  if (owner !== undefined) return owner;
  const above = dirname(skillFolder);
  if (basename(dirname(above)) === 'skills' && above !== dirname(above))
    return toSlug(basename(above));
  return toSlug(basename(root) === 'skills' ? basename(dirname(root)) : basename(root));
}
