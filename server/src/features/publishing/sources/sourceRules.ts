import type { ArchiveLimits } from '../../../archives/archiveLimits.ts';
import type { Config } from '../../../config.ts';
import type { GitRules } from '../../../git/gitRules.ts';
import { workDirectoryOf } from '../../../workFolders.ts';

/** How sources other than folders and texts are read. */
export interface SourceRules {
  archives: ArchiveLimits;
  git: GitRules;
}

/** How long a fetch may take, in seconds. */
const GIT_SECONDS = 120;
/** The most bytes of one file that a fetch may write: a pack of skills is far smaller. */
const GIT_MAX_BYTES = 512 * 1024 * 1024;

/** What the configuration says of sources that a call may name. */
export function sourceRules({
  archiveLimits,
  git,
  dataDirectory,
}: Pick<Config, 'archiveLimits' | 'git' | 'dataDirectory'>): SourceRules {
  return {
    archives: archiveLimits,
    git: {
      ...git,
      seconds: GIT_SECONDS,
      maxBytes: GIT_MAX_BYTES,
      workDirectory: workDirectoryOf(dataDirectory),
    },
  };
}
