import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import type { InstallRoot } from './installRoot.ts';
import type { ContentStore } from './store/contentStore.ts';

/** The marketplace that a plan came from, as `server.info` named it. */
export interface MarketplaceIdentity {
  instanceId: string;
  url: string;
  name: string;
}

/** What the person chose after a failure; without it nothing in the way is touched. */
export interface InstallMode {
  /** After `name_taken`: the skill that holds the folder gives way. */
  replace?: boolean;
  /** After `folder_taken`: what stands in the way is moved to `.skill-marketplace/quarantine/`. */
  quarantine?: boolean;
}

/** In their order; `staging` and `moving` may be repeated for each target. */
export type InstallPhase = 'download' | 'verify' | 'stage' | 'move' | 'done';

/** How far an install is; `done` of `total` steps of the phase. */
export interface InstallProgress {
  phase: InstallPhase;
  done: number;
  total: number;
}

/** What every change of a root may be given. */
export interface ChangeOptions {
  /** Honoured until files start to move; from then on the change completes. */
  signal?: AbortSignal;
  onProgress?: (progress: InstallProgress) => void;
  /** Called after each step that is on disk, with its name; tests stop the process there. */
  onStep?: (step: string) => void;
}

/** Installs a version, or updates to it. */
export interface InstallRequest extends ChangeOptions {
  root: InstallRoot;
  /** Folders of skills, relative to the root with `/` (`.agents/skills`). */
  targets: readonly string[];
  plan: InstallPlan;
  marketplace: MarketplaceIdentity;
  /** The zip's bytes, or what gets them by the plan's `bundleUrl`; not called when the store has every file. */
  bundle: Uint8Array | ((bundleUrl: string, signal?: AbortSignal) => Promise<Uint8Array>);
  store: ContentStore;
  mode?: InstallMode;
}

/** Puts a stored version back, offline. */
export interface RestoreRequest extends ChangeOptions {
  root: InstallRoot;
  key: string;
  version: string;
  store: ContentStore;
  mode?: InstallMode;
}

/** Takes a skill off all its targets. */
export interface UninstallRequest extends ChangeOptions {
  root: InstallRoot;
  /** As in the lockfile: `<alias>:<reference>`. */
  key: string;
}

/** What an install did; all paths relative to the root, with `/`. */
export interface InstallOutcome {
  /** The key in the lockfile. */
  key: string;
  /** The skill's folders (`.agents/skills/deploy`), adopted ones included. */
  installedTo: string[];
  /** Folders that held the same bytes already. */
  adopted: string[];
  /** Files that the person had changed, which were left as they are. */
  kept: string[];
  /** Where folders that stood in the way were moved to. */
  quarantined: string[];
  /** Missing at a first install. */
  previousVersion?: string;
}

/** What an uninstall did; all paths relative to the root, with `/`. */
export interface UninstallOutcome {
  removed: string[];
  /** Files that the person had changed or added. */
  kept: string[];
}
