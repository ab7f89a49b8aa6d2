import { homedir } from 'node:os';
import path from 'node:path';

/** What the extension reads of the process around it. */
export interface Environment {
  home: string;
  /** `${XDG_STATE_HOME:-~/.local/state}/skill-marketplace`: registrations, the user's lockfile, the store. */
  stateDirectory: string;
  /** PATH and PATHEXT. */
  searchPath: string;
  programExtensions?: string;
}

/** The only place that reads environment variables. */
export function readEnvironment(): Environment {
  const home = homedir();
  const { XDG_STATE_HOME, PATH, PATHEXT } = process.env;
  const state =
    XDG_STATE_HOME !== undefined && path.isAbsolute(XDG_STATE_HOME)
      ? XDG_STATE_HOME
      : path.join(home, '.local', 'state');
  return {
    home,
    stateDirectory: path.join(state, 'skill-marketplace'),
    searchPath: PATH ?? '',
    ...(PATHEXT === undefined ? {} : { programExtensions: PATHEXT }),
  };
}
