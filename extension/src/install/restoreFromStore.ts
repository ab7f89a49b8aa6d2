import { applyVersion } from './applyVersion.ts';
import { checkManifest } from './bundle/verifyBundle.ts';
import { withDiskFaults } from './disk/diskFault.ts';
import { InstallFailure } from './installFailure.ts';
import type { InstallOutcome, RestoreRequest } from './installRequest.ts';
import { splitKey } from './lockfile/marketplaceAlias.ts';
import { notInstalled } from './uninstallSkill.ts';
import { readLockfile } from './lockfile/readLockfile.ts';
import { findStoredVersion, loadContents } from './store/storedVersion.ts';
import { recoverRoot } from './transaction/recoverRoot.ts';
import { withRootLock } from './transaction/rootLock.ts';

/**
 * Puts an earlier version of an installed skill back, from the person's own store: no server is asked.
 * It is an update like any other, so edited files are kept.
 *
 * @throws InstallFailure `not_installed`, `not_stored`, and those of an update
 */
export async function restoreFromStore(request: RestoreRequest): Promise<InstallOutcome> {
  const { root, key, store, signal, mode = {} } = request;
  return withDiskFaults(() =>
    withRootLock(root, signal, async () => {
      await recoverRoot(root);
      const lockfile = await readLockfile(root);
      const { alias, reference } = splitKey(key);
      const entry = lockfile.skills[key];
      const marketplace = lockfile.marketplaces[alias];
      if (entry === undefined || marketplace === undefined) throw notInstalled(key);
      const version = await findStoredVersion(store, marketplace.id, reference, request.version);
      if (version === undefined) throw notStored(key, request.version);
      checkManifest(version);
      const contents = await loadContents(store, version.files);
      if (contents === undefined) throw notStored(key, request.version);
      // A marketplace on this machine has no address in the lockfile, and none is added.
      const url = marketplace.url ?? 'http://localhost';
      const identity = { instanceId: marketplace.id, url, name: alias };
      const targets = entry.targets;
      return applyVersion({ ...request, targets, version, contents, marketplace: identity, mode });
    }),
  );
}

function notStored(key: string, version: string): InstallFailure {
  return new InstallFailure(
    'not_stored',
    `${key} ${version} is not kept on this machine. Install it from its marketplace.`,
  );
}
