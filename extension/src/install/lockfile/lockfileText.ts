import { Lockfile, LOCKFILE_VERSION } from '@skill-marketplace/shared/agents';
import type { LockedMarketplace, LockedSkill } from '@skill-marketplace/shared/agents';
import { InstallFailure } from '../installFailure.ts';

/** The lockfile of a root where nothing is installed. */
export const EMPTY_LOCKFILE: Lockfile = {
  lockfileVersion: LOCKFILE_VERSION,
  marketplaces: {},
  skills: {},
};

/**
 * Reads a lockfile's text.
 *
 * @throws InstallFailure `lockfile_newer`, `lockfile_unreadable`
 */
export function parseLockfile(text: string, place: string): Lockfile {
  const value = parseJson(text, place);
  if (versionOf(value) > LOCKFILE_VERSION) {
    throw new InstallFailure(
      'lockfile_newer',
      `${place} was written by a newer version of Skill Marketplace. Update the extension.`,
      { path: place },
    );
  }
  const lockfile = Lockfile.safeParse(value);
  if (!lockfile.success) {
    const [issue] = lockfile.error.issues;
    const field = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its top'}`;
    throw unreadableLockfile(place, `something is wrong${field}`, lockfile.error);
  }
  return lockfile.data;
}

/**
 * Writes a lockfile the same way on every machine: names sorted by code unit, two spaces, LF, a final
 * newline, so that two people's installs merge line by line.
 */
export function formatLockfile({ marketplaces, skills, ...rest }: Lockfile): string {
  const ordered = {
    ...rest,
    marketplaces: sorted(marketplaces, orderMarketplace),
    skills: sorted(skills, orderSkill),
  };
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

function orderMarketplace({ id, url, ...rest }: LockedMarketplace): object {
  return { id, ...(url === undefined ? {} : { url }), ...rest };
}

function orderSkill(skill: LockedSkill): object {
  const { version, digest, installName, targets, pin, files, ...rest } = skill;
  const sortedFiles = sorted(files, (hash) => hash);
  return {
    version,
    digest,
    installName,
    targets: targets.toSorted(),
    pin,
    files: sortedFiles,
    ...rest,
  };
}

function sorted<Value, Written>(
  record: Readonly<Record<string, Value>>,
  write: (value: Value) => Written,
): Record<string, Written> {
  const entries = Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, write(value)]));
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const conflict = /^(?:<{7}|={7}|>{7})/m.test(text);
    throw unreadableLockfile(
      place,
      conflict ? 'a merge conflict is open in it' : 'it is not JSON',
      error,
    );
  }
}

function versionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('lockfileVersion' in value)) return 0;
  return typeof value.lockfileVersion === 'number' ? value.lockfileVersion : 0;
}

/** The failure of a lockfile that cannot be read; `what` is wrong with it. */
export function unreadableLockfile(place: string, what: string, cause?: unknown): InstallFailure {
  return new InstallFailure(
    'lockfile_unreadable',
    `${place} cannot be read (${what}), so nothing was changed. Repair it, or restore it from git.`,
    { path: place, cause },
  );
}
