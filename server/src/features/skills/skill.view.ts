import type { Match, SkillSummary } from '@skill-marketplace/shared/contracts';
import { formatReference } from '@skill-marketplace/shared/contracts';
import { sql } from 'kysely';
import { milliseconds } from '../../database/time.ts';

/** A row of the list table, as `SUMMARY_COLUMNS` selects it. */
export interface SkillRow {
  id: string;
  source: string;
  publisher: string;
  name: string;
  displayName: string;
  description: string;
  category: string;
  tags: string[];
  skillType: SkillSummary['skillType'];
  author: string;
  deprecated: boolean;
  replacedBy: string | null;
  status: SkillSummary['status'];
  membersOnly: boolean;
  latestVersion: string | null;
  averageRating: number;
  ratingCount: number;
  verifiedRatingCount: number;
  installCount: number;
  /** Milliseconds since 1970. */
  createdAt: number;
  updatedAt: number;
}

/** What replaces `s`; not named where it is for members, unless whoever sees `s` is one of them. */
const REPLACED_BY = sql`case when s.replaced_by is not null and not exists (
    select from skills n where n.members_only and n.id in (
        select id from skills where source = 'local'
          and publisher = split_part(s.replaced_by, '/', 1) and name = split_part(s.replaced_by, '/', 2)
        union all select skill_id from skill_redirects where source = 'local'
          and publisher = split_part(s.replaced_by, '/', 1) and name = split_part(s.replaced_by, '/', 2))
      and not (s.members_only and s.publisher = n.publisher))
  then s.replaced_by end`;

/** The columns of a summary, from `skills` as `s`. */
export const SUMMARY_COLUMNS = sql`s.id, s.source, s.publisher, s.name, s.display_name as "displayName", s.description,
  s.category, s.tags, s.skill_type as "skillType", s.author, s.deprecated, ${REPLACED_BY} as "replacedBy", s.status, s.members_only as "membersOnly",
  s.latest_version as "latestVersion", s.average_rating as "averageRating", s.rating_count as "ratingCount",
  s.verified_rating_count as "verifiedRatingCount", s.install_count as "installCount",
  ${milliseconds(sql`s.created_at`)} as "createdAt", ${milliseconds(sql`s.updated_at`)} as "updatedAt"`;

/** The source of this server's own skills; their references name none. */
export const LOCAL_SOURCE = 'local';

/** The reference of a skill. */
export function referenceOf({
  source,
  publisher,
  name,
}: Pick<SkillRow, 'source' | 'publisher' | 'name'>): string {
  return formatReference(
    source === LOCAL_SOURCE ? { publisher, name } : { source, publisher, name },
  );
}

/** Maps a row to its contract. */
export function toSummary(row: SkillRow, match?: Match): SkillSummary {
  const { deprecated, replacedBy } = row;
  return {
    id: row.id,
    reference: referenceOf(row),
    publisher: row.publisher,
    name: row.name,
    displayName: row.displayName,
    description: row.description,
    category: row.category,
    tags: row.tags,
    skillType: row.skillType,
    author: row.author,
    latestVersion: row.latestVersion,
    averageRating: row.averageRating,
    ratingCount: row.ratingCount,
    verifiedRatingCount: row.verifiedRatingCount,
    installCount: row.installCount,
    status: row.status,
    source: row.source,
    ...(row.membersOnly ? { membersOnly: true } : {}),
    ...(deprecated ? { deprecated: replacedBy === null ? {} : { replacedBy } } : {}),
    createdAt: new Date(row.createdAt),
    updatedAt: new Date(row.updatedAt),
    ...(match === undefined ? {} : { match }),
  };
}
