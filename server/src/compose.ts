import type { Config } from './config.ts';
import { AccountService } from './features/accounts/account.service.ts';
import { BundleService } from './features/installs/bundle.service.ts';
import { InstallService } from './features/installs/install.service.ts';
import { InstallPlanService } from './features/installs/plan.service.ts';
import type { Identity } from './features/instance/instance.repository.ts';
import { InstanceService } from './features/instance/instance.service.ts';
import type { AccessRules } from './features/policy/can.ts';
import { RatingService } from './features/ratings/rating.service.ts';
import { SearchService } from './features/skills/search.service.ts';
import { SkillService } from './features/skills/skill.service.ts';
import { CursorCodec } from './paging/cursor.ts';

/** Everything that procedures and handlers call. */
export interface Services {
  accounts: AccountService;
  bundles: BundleService;
  installPlans: InstallPlanService;
  installs: InstallService;
  instance: InstanceService;
  ratings: RatingService;
  search: SearchService;
  skills: SkillService;
}

/** Builds every service by hand, once. `origin` gives the public origin once the server listens. */
export function compose(
  config: Pick<Config, 'anonymousRead' | 'publicUrl'>,
  identity: Identity,
  origin: () => string,
): { services: Services; rules: AccessRules } {
  const rules: AccessRules = { anonymousRead: config.anonymousRead };
  const cursors = new CursorCodec(identity.secret);
  const skills = new SkillService(rules);
  const installPlans = new InstallPlanService(skills, rules);
  return {
    rules,
    services: {
      accounts: new AccountService(),
      bundles: new BundleService(rules),
      installPlans,
      installs: new InstallService(installPlans, skills, cursors),
      instance: new InstanceService(identity, nameOf(config), rules.anonymousRead, origin),
      ratings: new RatingService(skills, cursors),
      search: new SearchService(cursors),
      skills,
    },
  };
}

/** What people call this marketplace, in lockfiles too: its public host, or `local` on one computer. */
function nameOf({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return publicUrl === undefined ? 'local' : new URL(publicUrl).hostname;
}
