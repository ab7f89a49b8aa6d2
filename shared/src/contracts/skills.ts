import { z } from 'zod';
import {
  Capability,
  Diagnostic,
  Loading,
  PackageManager,
  PackageRequirement,
  TokenCost,
} from './analysis.ts';
import { pagedBy } from './paging.ts';
import { Reference, SkillId, Slug } from './reference.ts';
import { Text } from './text.ts';
import { BundleFile, EarlierVersion, ScanState, VersionNumber, VersionSummary } from './version.ts';

/** What a skill is made of. */
export const SkillType = z.enum(['prompt_only', 'python_code', 'nodejs']);
export type SkillType = z.infer<typeof SkillType>;

/** `active`: has an installable version; `banned`: all are blocked; otherwise `untrusted`. */
export const SkillStatus = z.enum(['active', 'untrusted', 'banned']);
export type SkillStatus = z.infer<typeof SkillStatus>;

/** The orders of a search. */
export const SkillSort = z.enum(['relevance', 'rating', 'installs', 'newest', 'name']);
export type SkillSort = z.infer<typeof SkillSort>;

/** Why a skill was found: the fields that matched, `tags` also by a filter, and the matching text with character ranges `[from, to)`. */
export const Match = z.object({
  fields: z.array(z.enum(['reference', 'name', 'tags', 'description', 'readme'])),
  fragment: z
    .object({
      text: z.string(),
      ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
    })
    .optional(),
});
export type Match = z.infer<typeof Match>;

/** A skill as lists show it. */
export const SkillSummary = z.object({
  id: z.uuid(),
  reference: Reference,
  publisher: z.string(),
  name: z.string(),
  displayName: z.string(),
  description: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  skillType: SkillType,
  author: z.string(),
  /** `null` while no version is installable. */
  latestVersion: z.string().nullable(),
  /** Mean of the stars, 0 when unrated. */
  averageRating: z.number().min(0).max(5),
  ratingCount: z.number().int().nonnegative(),
  /** Ratings by people who installed it. */
  verifiedRatingCount: z.number().int().nonnegative(),
  /** Distinct users, never calls. */
  installCount: z.number().int().nonnegative(),
  status: SkillStatus,
  /** `local`, or the name of the upstream it is mirrored from. */
  source: z.string(),
  /** Only members of its publisher, and those who review, see it; left out otherwise. */
  membersOnly: z.literal(true).optional(),
  deprecated: z.object({ replacedBy: Reference.optional() }).optional(),
  createdAt: z.date(),
  updatedAt: z.date(),
  match: Match.optional(),
});
export type SkillSummary = z.infer<typeof SkillSummary>;

/** Input of `skills.search`; everything may be left out. */
export const SkillSearchInput = z
  .object({
    query: z.string().max(512).optional(),
    /** Searches for the words as written, without correction. */
    exact: z.boolean().optional(),
    category: Slug.optional(),
    skillType: SkillType.optional(),
    /** All of them. */
    tags: z.array(Text.min(1).max(64)).max(20).optional(),
    publisher: Slug.optional(),
    source: Slug.optional(),
    minRating: z.number().min(0).max(5).optional(),
    /** `relevance` with a query, otherwise `installs`. */
    sort: SkillSort.optional(),
    ...pagedBy(20),
  })
  .prefault({});
export type SkillSearchInput = z.infer<typeof SkillSearchInput>;

/** One value of a facet with the number of skills that have it. */
export const FacetCount = z.object({ value: z.string(), count: z.number().int().nonnegative() });
export type FacetCount = z.infer<typeof FacetCount>;

/** Counts beside a search, each facet without its own filter; `rating` counts "n stars and more". */
export const Facets = z.object({
  category: z.array(FacetCount),
  skillType: z.array(FacetCount),
  publisher: z.array(FacetCount),
  rating: z.array(FacetCount),
});
export type Facets = z.infer<typeof Facets>;

/** With filters no more skills than these are counted in a large catalogue. */
export const CAPPED_TOTAL = 5000;

/** One page of a search. */
export const SkillSearchResult = z.object({
  items: z.array(SkillSummary),
  total: z.number().int().nonnegative(),
  /** The total is about so many, or, where it is `CAPPED_TOTAL`, more than these. */
  totalIsEstimate: z.boolean(),
  nextCursor: z.string().nullable(),
  facets: Facets,
  correctedQuery: z.string().optional(),
});
export type SkillSearchResult = z.infer<typeof SkillSearchResult>;

/** Input of `skills.byId`; `version` asks for the details of another one than the latest. */
export const SkillByIdInput = z.object({ id: SkillId, version: VersionNumber.optional() });
export type SkillByIdInput = z.infer<typeof SkillByIdInput>;

/** Where a version came from; what is unknown is left out. */
export const Provenance = z.object({
  kind: z.enum(['starter', 'import', 'publish']),
  url: z.string().optional(),
  commit: z.string().optional(),
  path: z.string().optional(),
  declaredVersion: z.string().optional(),
  /** Digest of the bytes before a repair; left out when nothing was repaired. */
  sourceDigest: z.string().optional(),
});
export type Provenance = z.infer<typeof Provenance>;

const RatingDistribution = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]);

/** A skill as its own page shows it; the details are those of the version asked for, else of the latest that the caller may see. */
export const SkillDetail = SkillSummary.extend({
  /** SKILL.md without its frontmatter. */
  readme: z.string(),
  files: z.array(BundleFile),
  versions: z.array(VersionSummary),
  /** The highest first. */
  earlierVersions: z.array(EarlierVersion),
  /** Numbers of ratings with 1, 2, 3, 4 and 5 stars. */
  ratingDistribution: RatingDistribution,
  /** The same of those by people who installed it, and the mean of those: 0 when there is none. */
  verifiedRatingDistribution: RatingDistribution,
  verifiedAverageRating: z.number().min(0).max(5),
  scan: ScanState,
  capabilities: z.array(Capability),
  packages: z.array(PackageRequirement),
  packageManager: PackageManager.optional(),
  tokens: TokenCost,
  provenance: Provenance,
  diagnostics: z.array(Diagnostic),
  /** Which readers would have taken it as it came in; none for versions of the first releases. */
  loading: z.array(Loading),
});
export type SkillDetail = z.infer<typeof SkillDetail>;

/** Input of `skills.original`. */
export const SkillOriginalInput = z.object({ id: SkillId, version: VersionNumber.optional() });
export type SkillOriginalInput = z.infer<typeof SkillOriginalInput>;

/** A skill file as it came in, before it was repaired, and as an install writes it; both as base64. */
export const SkillOriginal = z.object({
  version: z.string(),
  /** As it was spelt. */
  path: z.string(),
  content: z.string(),
  repaired: z.string(),
});
export type SkillOriginal = z.infer<typeof SkillOriginal>;

/** A category with the number of skills a caller may see in it. */
export const Category = z.object({
  name: z.string(),
  displayName: z.string(),
  skillCount: z.number().int().nonnegative(),
});
export type Category = z.infer<typeof Category>;
export const CategoryList = z.array(Category);
