/** What one skill may have at most. */
export const SKILL_LIMITS = {
  files: 1000,
  /** Bytes. */
  fileSize: 2 * 1024 * 1024,
  /** Bytes, all files together. */
  totalSize: 10 * 1024 * 1024,
} as const;
