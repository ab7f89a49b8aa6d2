import type { ArchiveCase } from './archiveCase.ts';
import { bombCases } from './bombs.ts';
import { lyingSizeCases, mismatchCases } from './hostileHeaders.ts';
import { hostileEncodingCases, hostileKindCases } from './hostileKinds.ts';
import { lyingEndCases, polyglotCases, truncationCases } from './hostileLayouts.ts';
import { collisionCases, hostileNameCases, unicodePathCases } from './hostileNames.ts';
import { zip64Cases } from './hostileZip64.ts';

/** Every kind of archive that has been used to harm somebody, and honest ones that look like them. */
export const HOSTILE_ARCHIVES: readonly ArchiveCase[] = [
  ...hostileNameCases(),
  ...collisionCases(),
  ...unicodePathCases(),
  ...hostileKindCases(),
  ...hostileEncodingCases(),
  ...mismatchCases(),
  ...lyingSizeCases(),
  ...lyingEndCases(),
  ...polyglotCases(),
  ...truncationCases(),
  ...zip64Cases(),
  ...bombCases(),
];
