import type { InstallPlan } from '@skill-marketplace/shared/contracts';
import { applyVersion } from './applyVersion.ts';
import { checkManifest, verifyBundle } from './bundle/verifyBundle.ts';
import type { BundleContents } from './bundle/verifyBundle.ts';
import { withDiskFaults } from './disk/diskFault.ts';
import { InstallFailure } from './installFailure.ts';
import type { InstallOutcome, InstallRequest } from './installRequest.ts';
import { loadContents, StoredVersion, storeVersion } from './store/storedVersion.ts';
import { recoverRoot } from './transaction/recoverRoot.ts';
import { withRootLock } from './transaction/rootLock.ts';

/**
 * Installs a version into all targets, or updates to it: all of it or nothing, even when the process
 * dies. Edited files are kept and named in the outcome.
 *
 * @throws InstallFailure of every reason but `not_installed` and `not_stored`; what `bundle` throws
 * @example
 * await installSkill({ root: workspaceRoot(folder), targets: ['.agents/skills'], plan, marketplace,
 *   bundle: (url) => download(url), store: openStore(storeFolder) });
 */
export async function installSkill(request: InstallRequest): Promise<InstallOutcome> {
  const { root, plan, marketplace, store, signal, onProgress, mode = {} } = request;
  const record = readPlan(plan);
  checkManifest(record);
  return withDiskFaults(async () => {
    signal?.throwIfAborted();
    const contents = await contentsOf(request);
    onProgress?.({ phase: 'verify', done: 1, total: 1 });
    await storeVersion(store, marketplace.instanceId, record, contents);
    const outcome = await withRootLock(root, signal, async () => {
      await recoverRoot(root);
      return applyVersion({ ...request, version: record, contents, mode });
    });
    onProgress?.({ phase: 'done', done: 1, total: 1 });
    return outcome;
  });
}

/** A client's answers are typed but not checked, and what is wrong here would end in the lockfile. */
function readPlan(plan: InstallPlan): StoredVersion {
  const record = StoredVersion.safeParse({ ...plan, reference: plan.skill.reference });
  if (record.success) return record.data;
  throw new InstallFailure('unsafe_archive', 'The marketplace gave a plan that cannot be read.', {
    cause: record.error,
  });
}

async function contentsOf(request: InstallRequest): Promise<BundleContents> {
  const { plan, bundle, store, signal, onProgress } = request;
  if (typeof bundle !== 'function') return verifyBundle(plan, bundle);
  const stored = await loadContents(store, plan.files);
  if (stored !== undefined) return stored;
  onProgress?.({ phase: 'download', done: 0, total: 1 });
  const zip = await bundle(plan.bundleUrl, signal);
  onProgress?.({ phase: 'download', done: 1, total: 1 });
  return verifyBundle(plan, zip);
}
