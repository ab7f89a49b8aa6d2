import { toSlug } from '@skill-marketplace/shared/contracts';

/** What the publisher of an imported skill follows from. */
export interface PublisherClues {
  /** Asked for by the caller; a slug. */
  asked?: string | undefined;
  /** `owner` of the skill's `_meta.json`. */
  metaOwner?: string | undefined;
  /** The skill's folder below the root, with `/`; empty for the root itself. */
  skillFolder: string;
  /** Names of the folders that lead to the root, its own last. */
  rootNames: readonly string[];
}

/** Namespaces that no folder name and no file of a skill may claim: the owner's, and that of the starter skills. */
const RESERVED: ReadonlySet<string | undefined> = new Set(['local', 'starter']);

/**
 * The publisher by the rules of an import: as asked; else the owner that the skill names; else the folder
 * above the skill when that is below one named `skills`; else the imported root's name (one named `skills`
 * is passed over for its parent). A reserved name has to be asked for, so a clue that gives one is passed
 * over. `undefined` when no slug can be made of any.
 */
export function publisherOf(clues: PublisherClues): string | undefined {
  const { asked, metaOwner, skillFolder, rootNames } = clues;
  if (asked !== undefined) return asked;
  const rootName = rootNames.at(-1) === 'skills' ? rootNames.at(-2) : rootNames.at(-1);
  return firstSlug([metaOwner, folderBelowSkills(skillFolder, rootNames), rootName]);
}

/** The publisher that a skill itself points to, without regard to the name of what holds it. */
export function publisherNamedBy(clues: Omit<PublisherClues, 'asked'>): string | undefined {
  return firstSlug([clues.metaOwner, folderBelowSkills(clues.skillFolder, clues.rootNames)]);
}

/** `acme` of `…/skills/acme/deploy`. */
function folderBelowSkills(skillFolder: string, rootNames: readonly string[]): string | undefined {
  const names = [...rootNames, ...skillFolder.split('/').filter((name) => name !== '')];
  return names.at(-3) === 'skills' ? names.at(-2) : undefined;
}

function firstSlug(clues: readonly (string | undefined)[]): string | undefined {
  return clues
    .map((clue) => (clue === undefined ? undefined : toSlug(clue)))
    .find((publisher) => publisher !== undefined && !RESERVED.has(publisher));
}
