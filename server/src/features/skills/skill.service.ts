import type {
  Category,
  SkillByIdInput,
  SkillDetail,
  SkillOriginal,
  SkillOriginalInput,
} from '@skill-marketplace/shared/contracts';
import semver from 'semver';
import {
  nothingInstallable,
  nothingRepaired,
  skillNotFound,
  versionNotFound,
} from '../../errors/failures.ts';
import { filesOf, skillFileOf } from '../../storage/bundle.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import { can, type AccessRules } from '../policy/can.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Analysis, Version } from '../versions/version.entity.ts';
import { earlierVersionsOf, versionDetails, versionsOf } from '../versions/version.repository.ts';
import { earlierVersionView } from '../versions/version.view.ts';
import { versionSummaries } from '../versions/versionSummaries.ts';
import { displayNameOfCategory } from './categoryName.ts';
import { ratingsOf } from './ratingFacts.repository.ts';
import { NAME_RESEMBLES } from './resembledName.ts';
import { countByCategory, findVisible } from './skill.repository.ts';
import { referenceOf, toSummary, type SkillRow } from './skill.view.ts';

/** Answers what one skill is, and which categories there are. */
export class SkillService {
  readonly #rules: AccessRules;

  constructor(rules: AccessRules) {
    this.#rules = rules;
  }

  /** The row of a visible skill, or `not_found`. */
  async require({ em, actor }: CallScope, id: string): Promise<SkillRow> {
    const row = await findVisible(em, actor, id);
    if (row === null) throw skillNotFound(id);
    return row;
  }

  async byId(scope: CallScope, { id, version: asked }: SkillByIdInput): Promise<SkillDetail> {
    const row = await this.require(scope, id);
    const versions = (await versionsOf(scope.em, row.id)).filter((version) =>
      this.#maySee(scope, row, version),
    );
    const wanted = versions.find(({ version }) => version === (asked ?? row.latestVersion));
    if (asked !== undefined && wanted === undefined) throw versionNotFound(referenceOf(row), asked);
    const shown = wanted ?? versions[0];
    if (shown === undefined) throw nothingInstallable(referenceOf(row));
    const { em } = scope;
    const details = await versionDetails(em, shown.id);
    const { packageManager } = details.analysis;
    return {
      ...toSummary(row),
      readme: details.readme,
      files: await filesOf(em, shown.bundle.id),
      versions: await versionSummaries(scope, versions),
      earlierVersions: (await earlierVersionsOf(em, row.id))
        .map(earlierVersionView)
        .sort((a, b) => semver.rcompare(a.version, b.version)),
      ...(await ratingsOf(em, row.id)),
      scan: shown.scan,
      capabilities: details.analysis.capabilities,
      packages: details.analysis.packages,
      tokens: details.analysis.tokens,
      provenance: details.provenance,
      diagnostics: diagnosticsOf(shown, details.analysis),
      loading: details.analysis.loading ?? [],
      ...(packageManager === undefined ? {} : { packageManager }),
    };
  }

  /** The skill file of a version (otherwise the latest) before its repair; `not_found` when none was needed. */
  async original(scope: CallScope, input: SkillOriginalInput): Promise<SkillOriginal> {
    const row = await this.require(scope, input.id);
    const wanted = input.version ?? row.latestVersion;
    const version = (await versionsOf(scope.em, row.id)).find(
      (candidate) => candidate.version === wanted && this.#maySee(scope, row, candidate),
    );
    if (version === undefined) throw versionNotFound(referenceOf(row), wanted ?? 'to show');
    const { sourceBundle, bundle } = version;
    if (sourceBundle === null || sourceBundle === undefined) {
      throw nothingRepaired(referenceOf(row), version.version);
    }
    const original = await skillFileOf(scope.em, sourceBundle.id);
    const repaired = await skillFileOf(scope.em, bundle.id);
    return {
      version: version.version,
      path: original.path,
      content: Buffer.from(original.content).toString('base64'),
      repaired: Buffer.from(repaired.content).toString('base64'),
    };
  }

  async categories({ em, actor }: CallScope): Promise<Category[]> {
    const counts = await countByCategory(em, actor);
    return counts.map(({ name, skillCount }) => ({
      name,
      displayName: displayNameOfCategory(name),
      skillCount,
    }));
  }

  /** Held and blocked versions are shown only to those who may see them. */
  #maySee({ actor }: CallScope, { publisher }: SkillRow, version: Version): boolean {
    const availability = availabilityOf(version);
    if (availability === 'installable' || availability === 'restoreOnly') return true;
    return can(actor, 'seeHeld', this.#rules, { publisher });
  }
}

/** What a name resembled is of interest while the version waits; it may name a skill that is for members since. */
function diagnosticsOf(version: Version, { diagnostics }: Analysis): Analysis['diagnostics'] {
  if (availabilityOf(version) === 'held') return diagnostics;
  return diagnostics.filter(({ code }) => code !== NAME_RESEMBLES);
}
