import { defineEntity, p } from '@mikro-orm/core';
import type {
  Capability,
  Diagnostic,
  Loading,
  PackageManager,
  PackageRequirement,
  Provenance,
  SkillType,
  TokenCost,
} from '@skill-marketplace/shared/contracts';
import { Bundle } from '../../storage/bundle.entity.ts';
import { User } from '../accounts/user.entity.ts';
import { Skill } from '../skills/skill.entity.ts';

/** What the parser found, kept with the version since its bytes never change. */
export interface Analysis {
  capabilities: Capability[];
  packages: PackageRequirement[];
  tokens: TokenCost;
  diagnostics: Diagnostic[];
  /** As it came in, before a repair; versions of the first releases have none. */
  loading?: Loading[];
  packageManager?: PackageManager;
  /** Versions that it says were published elsewhere before; they count once it is approved. */
  history?: { version: string; commit?: string; publishedAt?: string }[];
}

/** What the skill's listing says while this is its latest version. */
export interface Listing {
  displayName: string;
  description: string;
  tags: string[];
  skillType: SkillType;
  author: string;
  homepage: string | null;
  category: string;
  categorySource: 'declared' | 'derived';
}

/** Something that everyone who has the version must know. */
export interface Advisory {
  severity: 'low' | 'medium' | 'high' | 'critical';
  message: string;
  since: string;
}

const VersionSchema = defineEntity({
  name: 'Version',
  tableName: 'versions',
  properties: {
    id: p.uuid().primary(),
    skill: () => p.manyToOne(Skill),
    /** Semver. */
    version: p.string().length(64),
    bundle: () => p.manyToOne(Bundle),
    /** The files as they came in, where a repair changed them. */
    sourceBundle: () =>
      p.manyToOne(Bundle).nullable().deleteRule('no action').updateRule('no action'),
    /** The folder that an install makes. */
    installName: p.string().length(64),
    listing: p.json<Listing>(),
    readme: p.text().lazy(),
    analysis: p.json<Analysis>().lazy(),
    provenance: p.json<Provenance>().lazy(),
    scan: p.enum(['none', 'pending', 'clean', 'findings', 'error']),
    decision: p.enum(['undecided', 'approved', 'blocked']),
    yankedAt: p.datetime().nullable(),
    yankReason: p.string().length(500).nullable(),
    advisory: p.json<Advisory>().nullable(),
    /** Why it is blocked whatever becomes of the block of its bytes. */
    ownBlock: p.json<Advisory>().nullable(),
    /** When an admin removed its bytes; it stays blocked, and its number stays taken. */
    purgedAt: p.datetime().nullable(),
    createdBy: () => p.manyToOne(User).nullable(),
    createdAt: p.datetime(),
  },
  checks: [
    {
      name: 'versions_own_block_check',
      expression: "own_block is null or decision = 'blocked'",
    },
  ],
  uniques: [{ name: 'versions_number_unique', properties: ['skill', 'version'] }],
  indexes: [
    { name: 'versions_bundle_index', properties: ['bundle'] },
    { name: 'versions_source_bundle_index', properties: ['sourceBundle'] },
    {
      name: 'versions_waiting_index',
      expression: `create index "versions_waiting_index" on "versions" ("created_at", "id") where decision = 'undecided' and yanked_at is null`,
    },
  ],
});

/** One immutable version of a skill and its state. */
export class Version extends VersionSchema.class {}
VersionSchema.setClass(Version);
