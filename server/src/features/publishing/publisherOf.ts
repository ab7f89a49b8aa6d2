import { basename, dirname } from 'node:path';
import { toSlug } from '@skill-marketplace/shared/contracts';

/** What the publisher of an imported skill follows from. */
export interface PublisherClues {
  /** Asked for on the command line; a slug. */
  asked?: string | undefined;
  /** `owner` of the skill's `_meta.json`. */
  metaOwner?: string | undefined;
  /** Absolute path of the skill's folder. */
  skillFolder: string;
  /** Absolute path of the imported folder. */
  root: string;
}

/** Namespaces that no folder name and no file of a skill may claim: the owner's, and that of the starter skills. */
const RESERVED: ReadonlySet<string | undefined> = new Set(['local', 'starter']);

/**
 * The publisher by the rules of an import: as asked; else the owner that the skill names; else the folder
 * above the skill when that is below one named `skills`; else the imported folder's name (one named `skills`
 * is passed over for its parent). A reserved name has to be asked for, so a clue that gives one is passed
 * over. `undefined` when no slug can be made of any.
 */
export function publisherOf({
  asked,
  metaOwner,
  skillFolder,
  root,
}: PublisherClues): string | undefined {
  if (asked !== undefined) return asked;
  const above = dirname(skillFolder);
  const clues = [
    metaOwner,
    basename(dirname(above)) === 'skills' ? basename(above) : undefined,
    basename(root) === 'skills' ? basename(dirname(root)) : basename(root),
  ];
  return clues
    .map((clue) => (clue === undefined ? undefined : toSlug(clue)))
    .find((publisher) => publisher !== undefined && !RESERVED.has(publisher));
}
