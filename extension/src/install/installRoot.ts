import { homedir } from 'node:os';
import path from 'node:path';

/** A place that owns targets: a workspace folder, or a person's home folder. All paths are absolute. */
export interface InstallRoot {
  /** Targets are relative to it. */
  folder: string;
  lockfile: string;
  /** Holds the lock between processes and the journals; made when needed, removed when empty. */
  stateFolder: string;
}

/** The file that says what is installed; it is meant to be committed. */
export const LOCKFILE_NAME = 'skill-marketplace.lock.json';

/** The folder for all that is not for agents: staging, journals, quarantine. */
export const STATE_FOLDER_NAME = '.skill-marketplace';

/** Within that folder: what stood in the way of a skill, for the person to look through. */
export const QUARANTINE_NAME = 'quarantine';

/** The root of a workspace folder; its lockfile lies at its top. */
export function workspaceRoot(folder: string): InstallRoot {
  return {
    folder: path.resolve(folder),
    lockfile: path.join(path.resolve(folder), LOCKFILE_NAME),
    stateFolder: path.join(path.resolve(folder), STATE_FOLDER_NAME),
  };
}

/**
 * The root of the user scope: targets in the home folder, lockfile and journals in
 * `<stateDirectory>/user/`. The directory defaults to `~/.local/state/skill-marketplace`; a caller
 * that honours `XDG_STATE_HOME` passes its own.
 */
export function userRoot(options: { home?: string; stateDirectory?: string } = {}): InstallRoot {
  const home = path.resolve(options.home ?? homedir());
  const state = options.stateDirectory ?? path.join(home, '.local', 'state', 'skill-marketplace');
  const stateFolder = path.join(path.resolve(state), 'user');
  return { folder: home, lockfile: path.join(stateFolder, LOCKFILE_NAME), stateFolder };
}
