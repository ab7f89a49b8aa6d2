import type { Diagnostic, Provenance } from '@skill-marketplace/shared/contracts';
import type { Analysis, Listing } from '../versions/version.entity.ts';
import type { PreparedSkill } from './preparedSkill.ts';
import type { PastRelease } from './skillMeta.ts';

/** Where a skill came from, as far as an ingest does not know it from the skill itself. */
export type Origin = Pick<Provenance, 'kind' | 'url' | 'path' | 'commit'>;

/** What the listing says while this is the latest version. */
export function listingOf(publisher: string, { parsed }: PreparedSkill): Listing {
  return {
    displayName: parsed.displayName,
    description: parsed.description,
    tags: parsed.tags,
    skillType: parsed.skillType,
    author: parsed.author ?? publisher,
    homepage: parsed.homepage ?? null,
    category: parsed.category.name,
    categorySource: parsed.category.source,
  };
}

/** What the parser found, as it is kept with the version. */
export function analysisOf({ parsed, meta }: PreparedSkill, diagnostics: Diagnostic[]): Analysis {
  const { capabilities, packages, packageManager, tokens, loading } = parsed;
  return {
    capabilities,
    packages,
    tokens,
    diagnostics,
    loading,
    ...(packageManager === undefined ? {} : { packageManager }),
    ...(meta.history.length === 0 ? {} : { history: meta.history.map(historyEntry) }),
  };
}

function historyEntry({ version, commit, publishedAt }: PastRelease) {
  return {
    version,
    ...(commit === undefined ? {} : { commit }),
    ...(publishedAt === undefined ? {} : { publishedAt: publishedAt.toISOString() }),
  };
}

/** Where the version came from; the number it was declared with only when it got another. */
export function provenanceOf(
  { parsed, meta, source }: PreparedSkill,
  origin: Origin,
  number: string,
): Provenance {
  const commit = origin.commit ?? meta.latest?.commit;
  const declaredVersion = parsed.declaredVersion ?? meta.latest?.version;
  return {
    kind: origin.kind,
    ...(origin.url === undefined ? {} : { url: origin.url }),
    ...(origin.path === undefined ? {} : { path: origin.path }),
    ...(commit === undefined ? {} : { commit }),
    ...(declaredVersion === undefined || declaredVersion === number ? {} : { declaredVersion }),
    ...(source === undefined ? {} : { sourceDigest: source.digest }),
  };
}
