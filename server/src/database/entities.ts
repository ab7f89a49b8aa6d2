import { AuditEvent } from '../features/audit/auditEvent.entity.ts';
import { EarlierVersion } from '../features/versions/earlierVersion.entity.ts';
import { Install } from '../features/installs/install.entity.ts';
import { Instance } from '../features/instance/instance.entity.ts';
import { Publisher } from '../features/accounts/publisher.entity.ts';
import { Rating } from '../features/ratings/rating.entity.ts';
import { SearchWord } from '../features/search/searchWord.entity.ts';
import { Skill } from '../features/skills/skill.entity.ts';
import { SkillDocument } from '../features/search/skillDocument.entity.ts';
import { Token } from '../features/accounts/token.entity.ts';
import { User } from '../features/accounts/user.entity.ts';
import { Version } from '../features/versions/version.entity.ts';
import { Blob } from '../storage/blob.entity.ts';
import { Bundle } from '../storage/bundle.entity.ts';
import { StoredFile } from '../storage/bundleFile.entity.ts';

/** Every table, listed by hand: what is not here does not exist. */
export const ENTITIES = [
  AuditEvent,
  Blob,
  Bundle,
  EarlierVersion,
  Install,
  Instance,
  Publisher,
  Rating,
  SearchWord,
  Skill,
  SkillDocument,
  StoredFile,
  Token,
  User,
  Version,
];
