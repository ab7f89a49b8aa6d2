import { completeVersion } from '@skill-marketplace/shared/format';
import { z } from 'zod';
import type { NewFile } from '../../storage/bundle.repository.ts';

/** The most entries of a history that are read. */
const MAX_HISTORY = 200;

/** Address or hash of a commit, as far as it can be shown without harm. */
const Commit = z.string().regex(/^(?:https:\/\/[\x21-\x7e]{1,280}|[0-9a-f]{7,64})$/);

/** What can be a version at all: anything longer, or invisible, says nothing. */
const WrittenVersion = z.string().regex(/^[\x21-\x7e]{1,64}$/);

const Release = z.object({
  version: WrittenVersion.optional().catch(undefined),
  commit: Commit.optional().catch(undefined),
  publishedAt: z.number().int().min(0).max(4_102_444_800_000).optional().catch(undefined),
});

/** What other catalogues write beside a skill, as far as we read it. */
const Meta = z.object({
  owner: z.string().max(200).optional().catch(undefined),
  latest: Release.optional().catch(undefined),
  history: z.array(Release.catch({})).optional().catch(undefined),
});

/** A version that was published elsewhere before, of which no bytes came along. */
export interface PastRelease {
  /** Semver. */
  version: string;
  commit?: string | undefined;
  publishedAt?: Date | undefined;
}

/** What a `_meta.json` says. */
export interface SkillMeta {
  owner?: string | undefined;
  latest?: { version?: string | undefined; commit?: string | undefined } | undefined;
  /** Each version once, at most 200. */
  history: PastRelease[];
}

/** The `_meta.json` among the files of a skill; empty when there is none that can be read. */
export function readMeta(files: readonly NewFile[]): SkillMeta {
  const file = files.find(({ path }) => path === '_meta.json');
  if (file === undefined) return { history: [] };
  try {
    const meta = Meta.safeParse(JSON.parse(new TextDecoder().decode(file.content)));
    if (!meta.success) return { history: [] };
    const { owner, latest, history = [] } = meta.data;
    return { owner, latest, history: pastReleases(history.slice(0, MAX_HISTORY)) };
  } catch {
    // Somebody else's file: one that is no JSON says nothing.
    return { history: [] };
  }
}

function pastReleases(history: readonly z.infer<typeof Release>[]): PastRelease[] {
  const releases = new Map<string, PastRelease>();
  for (const { version: written = '', commit, publishedAt } of history) {
    const version = completeVersion(written);
    if (version === undefined || releases.has(version)) continue;
    releases.set(version, {
      version,
      commit,
      publishedAt: publishedAt === undefined ? undefined : new Date(publishedAt),
    });
  }
  return [...releases.values()];
}
