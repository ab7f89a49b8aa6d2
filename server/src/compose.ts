import { Feature } from '@skill-marketplace/shared/contracts';
import type { Config } from './config.ts';
import { NO_NEWS, type News } from './database/news.ts';
import { AccountService } from './features/accounts/account.service.ts';
import { MembershipService } from './features/accounts/membership.service.ts';
import { SessionService } from './features/accounts/session.service.ts';
import { TokenService } from './features/accounts/token.service.ts';
import { AgentService } from './features/agents/agent.service.ts';
import { AuditService } from './features/audit/audit.service.ts';
import { BundleService } from './features/installs/bundle.service.ts';
import { InstallService } from './features/installs/install.service.ts';
import { InstallPlanService } from './features/installs/plan.service.ts';
import type { Identity } from './features/instance/instance.repository.ts';
import { InstanceService, type AboutServer } from './features/instance/instance.service.ts';
import type { AccessRules } from './features/policy/can.ts';
import { ImportService } from './features/publishing/import.service.ts';
import { PublishService } from './features/publishing/publish.service.ts';
import { sourceRules } from './features/publishing/sources/sourceRules.ts';
import { YankService } from './features/publishing/yank.service.ts';
import { AdvisoryService } from './features/moderation/advisory.service.ts';
import { BlockService } from './features/moderation/block.service.ts';
import { ReviewService } from './features/moderation/review.service.ts';
import { UnblockService } from './features/moderation/unblock.service.ts';
import { RatingService } from './features/ratings/rating.service.ts';
import { RatingCheckService } from './features/ratings/ratingCheck.service.ts';
import { RatingQueueService } from './features/ratings/ratingQueue.service.ts';
import { RatingReportService } from './features/ratings/ratingReport.service.ts';
import { RatingReviewService } from './features/ratings/ratingReview.service.ts';
import { SearchService } from './features/search/search.service.ts';
import { signInProviders } from './features/signIn/signInProviders.ts';
import { SignInService } from './features/signIn/signIn.service.ts';
import { ListingService } from './features/skills/listing.service.ts';
import { MoveService } from './features/skills/move.service.ts';
import { SkillService } from './features/skills/skill.service.ts';
import { VisibilityService } from './features/skills/visibility.service.ts';
import { CursorCodec } from './paging/cursor.ts';

/** Everything that procedures and handlers call. */
export interface Services {
  accounts: AccountService;
  advisories: AdvisoryService;
  agents: AgentService;
  audit: AuditService;
  blocks: BlockService;
  bundles: BundleService;
  imports: ImportService;
  installPlans: InstallPlanService;
  installs: InstallService;
  instance: InstanceService;
  listings: ListingService;
  memberships: MembershipService;
  moves: MoveService;
  publishing: PublishService;
  ratings: RatingService;
  ratingChecks: RatingCheckService;
  ratingQueues: RatingQueueService;
  ratingReports: RatingReportService;
  ratingReviews: RatingReviewService;
  reviews: ReviewService;
  search: SearchService;
  sessions: SessionService;
  signIn: SignInService;
  skills: SkillService;
  tokens: TokenService;
  unblocks: UnblockService;
  visibility: VisibilityService;
  yanks: YankService;
}

/** What of the configuration services depend on. */
type ServiceConfig = Pick<
  Config,
  | 'anonymousRead'
  | 'publicUrl'
  | 'archiveLimits'
  | 'git'
  | 'dataDirectory'
  | 'housePolicy'
  | 'signIn'
>;

/**
 * Builds every service by hand, once. `origin` gives the public origin once the server listens; without `news`
 * nothing that others may change is kept.
 */
export function compose(
  config: ServiceConfig,
  identity: Identity,
  origin: () => string,
  news: News = NO_NEWS,
): { services: Services; rules: AccessRules } {
  const rules: AccessRules = { anonymousRead: config.anonymousRead };
  const cursors = new CursorCodec(identity.secret);
  const skills = new SkillService(rules);
  const { housePolicy: house } = config;
  const providers = signInProviders(config.signIn);
  const tokens = new TokenService(cursors);
  const agents = new AgentService(house);
  const installPlans = new InstallPlanService(skills, rules, agents);
  return {
    rules,
    services: {
      accounts: new AccountService(cursors),
      advisories: new AdvisoryService(),
      agents,
      audit: new AuditService(cursors),
      blocks: new BlockService(skills),
      bundles: new BundleService(rules),
      imports: new ImportService(sourceRules(config), house),
      installPlans,
      installs: new InstallService(installPlans, skills, cursors),
      instance: new InstanceService(identity, aboutOf(config, providers.length > 0), origin),
      listings: new ListingService(skills, house),
      memberships: new MembershipService(cursors),
      moves: new MoveService(skills),
      publishing: new PublishService(house),
      ratings: new RatingService(skills, cursors),
      ratingChecks: new RatingCheckService(),
      ratingQueues: new RatingQueueService(cursors),
      ratingReports: new RatingReportService(),
      ratingReviews: new RatingReviewService(skills),
      reviews: new ReviewService(skills, house, cursors),
      search: new SearchService(cursors, news),
      sessions: new SessionService(),
      signIn: new SignInService(providers, tokens),
      skills,
      tokens,
      unblocks: new UnblockService(skills, house),
      visibility: new VisibilityService(skills),
      yanks: new YankService(skills),
    },
  };
}

/** What this server says of itself; without a provider nobody is offered to sign in through one. */
function aboutOf(config: ServiceConfig, hasProviders: boolean): AboutServer {
  return {
    name: nameOf(config),
    anonymousRead: config.anonymousRead,
    features: Feature.options.filter((feature) => feature !== 'signIn' || hasProviders),
  };
}

/** What people call this marketplace, in lockfiles too: its public host, or `local` on one computer. */
function nameOf({ publicUrl }: Pick<Config, 'publicUrl'>): string {
  return publicUrl === undefined ? 'local' : new URL(publicUrl).hostname;
}
