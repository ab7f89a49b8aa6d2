import { MAX_PATH_BYTES, MAX_PATH_DEPTH } from '@skill-marketplace/shared/format';

/** What an archive may cost at most. An operator may set every one; each is the last value that is allowed. */
export interface ArchiveLimits {
  files: number;
  /** Bytes of one file. */
  fileSize: number;
  /** Bytes of all files together. */
  totalSize: number;
  /** Bytes that one byte of the archive may become, counted above 64 KiB. */
  ratio: number;
  /** UTF-8 bytes of a path; a bundle's own limit of 240 stays above it. */
  pathBytes: number;
  /** Segments of a path; a bundle's own limit of 12 stays above it. */
  depth: number;
  /** Seconds that reading the whole archive may take. */
  seconds: number;
}

/** Ample for a skill: the largest of thousands of published ones stay under all of them. */
export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  files: 1000,
  fileSize: 2 * 1024 * 1024,
  totalSize: 10 * 1024 * 1024,
  ratio: 100,
  pathBytes: MAX_PATH_BYTES,
  depth: MAX_PATH_DEPTH,
  seconds: 10,
};
