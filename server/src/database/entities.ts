import { Agent } from '../features/agents/agent.entity.ts';
import { AuditEvent } from '../features/audit/auditEvent.entity.ts';
import { BlockedDigest } from '../features/versions/blockedDigest.entity.ts';
import { EarlierVersion } from '../features/versions/earlierVersion.entity.ts';
import { Install } from '../features/installs/install.entity.ts';
import { Identity } from '../features/signIn/identity.entity.ts';
import { Instance } from '../features/instance/instance.entity.ts';
import { Publisher } from '../features/accounts/publisher.entity.ts';
import { EarlierRating } from '../features/ratings/earlierRating.entity.ts';
import { RateLimit } from '../features/policy/rateLimit.entity.ts';
import { Rating } from '../features/ratings/rating.entity.ts';
import { RatingHiding } from '../features/ratings/ratingHiding.entity.ts';
import { RatingReport } from '../features/ratings/ratingReport.entity.ts';
import { SearchWord } from '../features/search/searchWord.entity.ts';
import { SignInAttempt } from '../features/signIn/signInAttempt.entity.ts';
import { Skill } from '../features/skills/skill.entity.ts';
import { SkillRedirect } from '../features/skills/skillRedirect.entity.ts';
import { SkillDocument } from '../features/search/skillDocument.entity.ts';
import { Token } from '../features/accounts/token.entity.ts';
import { User } from '../features/accounts/user.entity.ts';
import { Version } from '../features/versions/version.entity.ts';
import { Blob } from '../storage/blob.entity.ts';
import { Bundle } from '../storage/bundle.entity.ts';
import { StoredFile } from '../storage/bundleFile.entity.ts';

/** Every table, listed by hand: what is not here does not exist. */
export const ENTITIES = [
  Agent,
  AuditEvent,
  Blob,
  BlockedDigest,
  Bundle,
  EarlierRating,
  EarlierVersion,
  Identity,
  Install,
  Instance,
  Publisher,
  RateLimit,
  Rating,
  RatingHiding,
  RatingReport,
  SearchWord,
  SignInAttempt,
  Skill,
  SkillDocument,
  SkillRedirect,
  StoredFile,
  Token,
  User,
  Version,
];
