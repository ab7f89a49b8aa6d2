import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { InstallFailure, installSkill } from '../install/index.ts';
import type { InstallMode, InstallOutcome, InstallPhase } from '../install/index.ts';
import type { NamedRoot } from '../installed/roots.ts';
import type { Services } from '../services.ts';
import { withCancellableProgress } from './cancellableProgress.ts';
import { downloadBundle } from './downloadBundle.ts';
import { resolveConflict } from './resolveConflict.ts';

/** An install that has been agreed to. */
export interface Attempt {
  named: NamedRoot;
  targets: string[];
  plan: InstallPlan;
  displayName: string;
  marketplace: Marketplace;
  mode: InstallMode;
}

/** What was done, by which attempt. */
export interface Installed {
  attempt: Attempt;
  outcome: InstallOutcome;
}

const PHASES: Record<InstallPhase, string> = {
  download: 'downloading',
  verify: 'checking every file',
  stage: 'preparing the files',
  move: 'moving them into place',
  done: 'done',
};

/** Installs, and asks what to do when something is in the way; `undefined` when the person gives up. */
export async function putOnDisk(
  services: Services,
  first: Attempt,
): Promise<Installed | undefined> {
  for (let attempt: Attempt | undefined = first; attempt !== undefined;) {
    try {
      return { attempt, outcome: await tryOnce(services, attempt) };
    } catch (error) {
      if (!(error instanceof InstallFailure)) throw error;
      attempt = await resolveConflict(attempt, error);
    }
  }
  return undefined;
}

async function tryOnce({ store }: Services, attempt: Attempt): Promise<InstallOutcome> {
  const { named, targets, plan, displayName, marketplace, mode } = attempt;
  const title = `Installing ${displayName} ${plan.version}`;
  return withCancellableProgress(title, (signal, say) =>
    installSkill({
      root: named.root,
      bundle: (_url, abort) => downloadBundle(marketplace, plan, abort),
      onProgress: ({ phase }) => say(PHASES[phase]),
      targets,
      plan,
      marketplace,
      store,
      mode,
      signal,
    }),
  );
}
