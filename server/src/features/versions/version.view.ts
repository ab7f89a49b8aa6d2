import type { EarlierVersion as EarlierVersionView } from '@skill-marketplace/shared/contracts';
import type { EarlierVersion } from './earlierVersion.entity.ts';

/** Maps a version that never came here to its contract. */
export function earlierVersionView({
  version,
  commit,
  publishedAt,
}: Pick<EarlierVersion, 'version' | 'commit' | 'publishedAt'>): EarlierVersionView {
  return {
    version,
    ...(typeof commit === 'string' ? { commit } : {}),
    ...(publishedAt instanceof Date ? { publishedAt } : {}),
  };
}
