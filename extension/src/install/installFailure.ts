/** Every reason for which an install, an update or an uninstall may fail; screens switch on it. */
export const INSTALL_FAILURE_REASONS = [
  /** The bundle is not what the plan promised. */
  'integrity_mismatch',
  /** A path in the plan or in the bundle would not be safe on disk. */
  'unsafe_archive',
  /** A symbolic link stands where a skill's files would go, or leads out of the root. */
  'unsafe_link',
  /** A folder that was not installed from here stands in the way (choices: quarantine, another target). */
  'folder_taken',
  /** Another skill with the same folder name is installed (choices: replace, another target). */
  'name_taken',
  /** The marketplace's name, or its address, belongs to another instance in this lockfile (choice: map it once). */
  'other_instance',
  'lockfile_unreadable',
  /** The lockfile was written by a newer version. */
  'lockfile_newer',
  'not_installed',
  /** The version's files are not, or no longer whole, in the store. */
  'not_stored',
  /** Another window or process is changing skills here. */
  'busy',
  /** A file changed while it was being replaced; everything was put back. */
  'changed_meanwhile',
  'cancelled',
  /** The disk refused (full, read-only, no permission). */
  'cannot_write',
] as const;

/** Why the engine failed, in a word that a screen may switch on. */
export type InstallFailureReason = (typeof INSTALL_FAILURE_REASONS)[number];

/** What a screen may need beside the message; what does not apply is left out. */
export interface InstallFailureDetails {
  /** The file or folder concerned: relative to the root, absolute where it lies outside. */
  path?: string;
  /** `name_taken`: the key of the skill that holds the folder. */
  holder?: string;
  /** `other_instance`: the name recorded in the lockfile. */
  alias?: string;
  /** `other_instance`: the instance recorded under that name. */
  recordedInstance?: string;
  /** `other_instance`: a name that is free in this lockfile. */
  freeAlias?: string;
  cause?: unknown;
}

/** A failure that people can act on: a stable reason, one sentence, and what a choice needs. */
export class InstallFailure extends Error {
  override readonly name = 'InstallFailure';
  readonly reason: InstallFailureReason;
  readonly details: InstallFailureDetails;

  constructor(reason: InstallFailureReason, message: string, details: InstallFailureDetails = {}) {
    super(message, { cause: details.cause });
    this.reason = reason;
    this.details = details;
  }
}
