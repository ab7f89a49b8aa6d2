import { defineEntity, p } from '@mikro-orm/core';
import type {
  Capability,
  Diagnostic,
  PackageRequirement,
  Provenance,
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
    /** The folder that an install makes. */
    installName: p.string().length(64),
    readme: p.text().lazy(),
    analysis: p.json<Analysis>().lazy(),
    provenance: p.json<Provenance>().lazy(),
    scan: p.enum(['none', 'pending', 'clean', 'findings', 'error']),
    decision: p.enum(['undecided', 'approved', 'blocked']),
    yankedAt: p.datetime().nullable(),
    advisory: p.json<Advisory>().nullable(),
    createdBy: () => p.manyToOne(User).nullable(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'versions_number_unique', properties: ['skill', 'version'] }],
  indexes: [{ name: 'versions_bundle_index', properties: ['bundle'] }],
});

/** One immutable version of a skill and its state. */
export class Version extends VersionSchema.class {}
VersionSchema.setClass(Version);
