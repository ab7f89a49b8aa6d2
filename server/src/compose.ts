import type { Config } from './config.ts';
import { AccountService } from './features/accounts/account.service.ts';
import { BundleService } from './features/installs/bundle.service.ts';
import { InstallService } from './features/installs/install.service.ts';
import { InstallPlanService } from './features/installs/plan.service.ts';
import type { Identity } from './features/instance/instance.repository.ts';
import { InstanceService } from './features/instance/instance.service.ts';
import type { AccessRules } from './features/policy/can.ts';
import { ImportService } from './features/publishing/import.service.ts';
import { PublishService } from './features/publishing/publish.service.ts';
import { sourceRules } from './features/publishing/sources/sourceRules.ts';
import { YankService } from './features/publishing/yank.service.ts';
import { ReviewService } from './features/moderation/review.service.ts';
import { RatingService } from './features/ratings/rating.service.ts';
import { SearchService } from './features/search/search.service.ts';
import { SkillService } from './features/skills/skill.service.ts';
import { CursorCodec } from './paging/cursor.ts';

/** Everything that procedures and handlers call. */
export interface Services {
  accounts: AccountService;
  bundles: BundleService;
  imports: ImportService;
  installPlans: InstallPlanService;
  installs: InstallService;
  instance: InstanceService;
  publishing: PublishService;
  ratings: RatingService;
  reviews: ReviewService;
  search: SearchService;
  skills: SkillService;
  yanks: YankService;
}

/** What of the configuration services depend on. */
type ServiceConfig = Pick<
  Config,
  'anonymousRead' | 'publicUrl' | 'archiveLimits' | 'git' | 'dataDirectory'
>;

/** Builds every service by hand, once. `origin` gives the public origin once the server listens. */
export function compose(
  config: ServiceConfig,
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
      imports: new ImportService(sourceRules(config)),
      installPlans,
      installs: new InstallService(installPlans, skills, cursors),
      instance: new InstanceService(identity, nameOf(config), rules.anonymousRead, origin),
      publishing: new PublishService(),
      ratings: new RatingService(skills, cursors),
      reviews: new ReviewService(skills),
      search: new SearchService(cursors),
      skills,
      yanks: new YankService(skills),
    },
  };
}

/** What people call this marketplace, in lockfiles too: its public host, or `local` on one computer. */
function nameOf({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return publicUrl === undefined ? 'local' : new URL(publicUrl).hostname;
}
