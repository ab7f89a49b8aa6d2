import { DEFAULT_ARCHIVE_LIMITS } from '../../archives/archiveLimits.ts';

const { files, fileSize, totalSize } = DEFAULT_ARCHIVE_LIMITS;

/** What one skill may have at most, whatever an operator lets an archive hold: files, bytes of one, bytes of all. */
export const SKILL_LIMITS = { files, fileSize, totalSize } as const;
