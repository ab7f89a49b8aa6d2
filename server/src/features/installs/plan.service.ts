import type {
  Availability,
  Capability,
  InstallPlan,
  InstallPlanInput,
  InstallWarning,
} from '@skill-marketplace/shared/contracts';
import type { DomainError } from '../../errors/domainError.ts';
import { notInstallable, nothingInstallable, versionNotFound } from '../../errors/failures.ts';
import { filesOf } from '../../storage/bundle.repository.ts';
import type { CallScope } from '../accounts/scope.ts';
import type { AgentService } from '../agents/agent.service.ts';
import { can, type AccessRules } from '../policy/can.ts';
import type { SkillService } from '../skills/skill.service.ts';
import { referenceOf, toSummary, type SkillRow } from '../skills/skill.view.ts';
import { availabilityOf } from '../versions/state.ts';
import type { Version } from '../versions/version.entity.ts';
import { versionDetails, versionsOf } from '../versions/version.repository.ts';
import { hasInstalled } from './install.repository.ts';

/** A plan, and the rows that it came from. */
export interface PlannedInstall {
  plan: InstallPlan;
  skillId: string;
  versionId: string;
}

/** Why a version may not be installed. */
const REASONS = {
  installable: undefined,
  restoreOnly: 'was withdrawn by its publisher',
  held: 'waits for review',
  blocked: 'has been blocked',
} as const satisfies Record<Availability, string | undefined>;

/** Says what an install would write; changes nothing. */
export class InstallPlanService {
  readonly #skills: SkillService;
  readonly #rules: AccessRules;
  readonly #agents: AgentService;

  constructor(skills: SkillService, rules: AccessRules, agents: AgentService) {
    this.#skills = skills;
    this.#rules = rules;
    this.#agents = agents;
  }

  async plan(scope: CallScope, input: InstallPlanInput): Promise<InstallPlan> {
    return (await this.resolve(scope, input)).plan;
  }

  /** The plan of the asked version, or of the latest; refuses one that the caller, or the agent, may not install. */
  async resolve(scope: CallScope, input: InstallPlanInput): Promise<PlannedInstall> {
    const row = await this.#skills.require(scope, input.skillId);
    const versions = await versionsOf(scope.em, row.id);
    const wanted = input.version ?? row.latestVersion;
    if (wanted === null) throw this.#nothingInstallable(scope, row, versions);
    const version = versions.find((candidate) => candidate.version === wanted);
    if (version === undefined) throw versionNotFound(referenceOf(row), wanted);
    await this.#refuseUnlessAllowed(scope, row, version);
    await this.#agents.refuseUnlessMature(scope, input.agentId, {
      reference: referenceOf(row),
      version: version.version,
      skillType: version.listing.skillType,
      decision: version.decision,
    });

    const { analysis } = await versionDetails(scope.em, version.id);
    const { digest } = version.bundle;
    return {
      skillId: row.id,
      versionId: version.id,
      plan: {
        skill: toSummary(row),
        version: version.version,
        digest,
        installName: version.installName,
        files: await filesOf(scope.em, version.bundle.id),
        bundleUrl: `/bundles/${digest.slice('sha256:'.length)}.zip`,
        capabilities: analysis.capabilities,
        warnings: warningsOf(row, version, analysis.capabilities),
      },
    };
  }

  /** Members and those who may review hear what the newest version waits for. */
  #nothingInstallable(scope: CallScope, row: SkillRow, versions: readonly Version[]): DomainError {
    const [newest] = this.#seesHeld(scope, row) ? versions : [];
    const why = newest && REASONS[availabilityOf(newest)];
    return nothingInstallable(referenceOf(row), why && `${newest.version} ${why}`);
  }

  #seesHeld({ actor }: CallScope, { publisher }: SkillRow): boolean {
    return can(actor, 'seeHeld', this.#rules, { publisher });
  }

  async #refuseUnlessAllowed(scope: CallScope, row: SkillRow, version: Version): Promise<void> {
    const reference = referenceOf(row);
    const seesHeld = this.#seesHeld(scope, row);
    switch (availabilityOf(version)) {
      case 'installable':
        return;
      case 'restoreOnly':
        if (await hasInstalled(scope.em, scope.actor, version.id)) return;
        throw notInstallable(
          reference,
          version.version,
          `its publisher has withdrawn it${because(version)}`,
        );
      case 'held':
        // Others are not told that it exists.
        if (!seesHeld) throw versionNotFound(reference, version.version);
        throw notInstallable(reference, version.version, `it ${REASONS.held}`);
      case 'blocked':
        if (!seesHeld) throw versionNotFound(reference, version.version);
        throw notInstallable(reference, version.version, `it ${REASONS.blocked}`);
    }
  }
}

function warningsOf(
  row: SkillRow,
  version: Version,
  capabilities: readonly Capability[],
): InstallWarning[] {
  const warnings: InstallWarning[] = [];
  if (version.scan === 'none' || version.scan === 'pending') {
    warnings.push({ code: 'not_scanned', message: 'No scanner has looked at this version.' });
  }
  if (version.yankedAt instanceof Date) {
    warnings.push({
      code: 'yanked',
      message: `Its publisher has withdrawn this version${because(version)}.`,
    });
  }
  if (version.advisory !== null && version.advisory !== undefined) {
    warnings.push({ code: 'advisory', message: version.advisory.message });
  }
  if (row.deprecated) {
    const instead = row.replacedBy === null ? '' : `; use ${row.replacedBy} instead`;
    warnings.push({ code: 'deprecated', message: `This skill is deprecated${instead}.` });
  }
  if (capabilities.length > 0) {
    warnings.push({
      code: 'has_capabilities',
      message: 'It can do more than be read: look at its capabilities first.',
    });
  }
  return warnings;
}

/** The publisher's own words, where there are any, without a full stop. */
function because({ yankReason }: Version): string {
  return typeof yankReason === 'string' ? `: ${yankReason.replace(/\.+$/, '')}` : '';
}
