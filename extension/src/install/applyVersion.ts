import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { LockedSkill } from '@skill-marketplace/shared/agents';
import type { BundleContents } from './bundle/verifyBundle.ts';
import { draftGivingWay, draftRemoval, draftVersion } from './folder/draftFolder.ts';
import { holdersOf, placesOf } from './folder/skillPlaces.ts';
import type { Holder, TargetPlace } from './folder/skillPlaces.ts';
import { InstallFailure } from './installFailure.ts';
import type {
  ChangeOptions,
  InstallMode,
  InstallOutcome,
  MarketplaceIdentity,
} from './installRequest.ts';
import type { InstallRoot } from './installRoot.ts';
import { withoutSkill, withSkill } from './lockfile/editLockfile.ts';
import { formatLockfile } from './lockfile/lockfileText.ts';
import { aliasFor, skillKey } from './lockfile/marketplaceAlias.ts';
import { readLockfile } from './lockfile/readLockfile.ts';
import type { ContentStore } from './store/contentStore.ts';
import { keepInstalled } from './store/keepInstalled.ts';
import type { StoredVersion } from './store/storedVersion.ts';
import { TransactionDraft } from './transaction/draft.ts';
import { newTransactionName, runTransaction } from './transaction/transaction.ts';

/** A version whose bytes are at hand and checked, and where it goes. */
export interface VersionChange extends ChangeOptions {
  root: InstallRoot;
  targets: readonly string[];
  version: StoredVersion;
  contents: BundleContents;
  marketplace: MarketplaceIdentity;
  mode: InstallMode;
  store: ContentStore;
}

/**
 * Makes a root hold a version: in the targets asked for and in those that the skill has already, since
 * an entry has one version. The caller holds the root's lock.
 */
export async function applyVersion(change: VersionChange): Promise<InstallOutcome> {
  const { root, version, contents, marketplace, mode } = change;
  const { installName } = version;
  const lockfile = await readLockfile(root);
  const key = skillKey(aliasFor(lockfile, marketplace), version.reference);
  const previous = lockfile.skills[key];
  const targets = [...new Set([...change.targets, ...(previous?.targets ?? [])])].sort();

  if (targets.length === 0) throw new RangeError('An install needs at least one target.');

  const realRoot = await realpath(root.folder);
  const places = await placesOf(realRoot, targets);
  const before = await placesOf(realRoot, previous?.targets ?? []);
  const holders = await holdersOf(realRoot, lockfile, key, installName, places);
  refuseHolder(holders, installName, mode);
  if (previous !== undefined) await keepPrevious(change, realRoot, before, previous);

  const draft = new TransactionDraft(newTransactionName());
  const outcome = { adopted: [], kept: [], quarantined: [] } satisfies Partial<InstallOutcome>;
  const drafting = { realRoot, draft, mode, outcome };
  const next = Object.fromEntries(version.files.map((file) => [file.path, file.sha256]));
  const files = version.files.flatMap((file) => {
    const content = contents.get(file.path);
    return content === undefined ? [] : [{ ...file, content }];
  });
  for (const place of places) {
    const holder = holders.find(({ overlapping }) =>
      overlapping.some(({ real }) => real === place.real),
    );
    if (holder !== undefined) {
      await draftGivingWay(drafting, place, installName, holder.skill.files);
      draft.placeFolder(place.real, `${place.real}/${installName}`, files);
      continue;
    }
    const wasThere = before.some(({ real }) => real === place.real);
    const sameFolder = wasThere && previous?.installName === installName;
    const installed = sameFolder ? previous.files : undefined;
    await draftVersion(drafting, place, installName, files, next, installed);
  }
  if (previous !== undefined && previous.installName !== installName) {
    for (const place of before) {
      await draftRemoval(realRoot, draft, place, previous.installName, previous.files);
    }
  }

  const entry = entryOf(version, targets, next, previous);
  const freed = holders.reduce((file, { key: held, overlapping }) => {
    return withoutSkill(
      file,
      held,
      overlapping.map(({ target }) => target),
    );
  }, lockfile);
  await runTransaction(
    root,
    draft,
    formatLockfile(withSkill(freed, key, entry, marketplace)),
    change,
  );
  return {
    key,
    installedTo: places.map(({ target }) => `${target}/${installName}`),
    ...outcome,
    ...(previous === undefined ? {} : { previousVersion: previous.version }),
  };
}

/** The unedited bytes of the version that goes are in one of its folders, or nowhere. */
async function keepPrevious(
  { store, marketplace, version }: VersionChange,
  realRoot: string,
  places: readonly TargetPlace[],
  skill: LockedSkill,
): Promise<void> {
  const { instanceId } = marketplace;
  for (const { real } of places) {
    const folder = path.join(realRoot, real, skill.installName);
    await keepInstalled(store, { instanceId, reference: version.reference, skill, folder });
  }
}

/** What someone else's version of this code wrote into the entry stays. */
function entryOf(
  { version, digest, installName }: StoredVersion,
  targets: string[],
  files: Record<string, string>,
  previous: LockedSkill | undefined,
): LockedSkill {
  const pin = previous?.pin ?? false;
  return { ...previous, version, digest, installName, targets, pin, files };
}

function refuseHolder(holders: readonly Holder[], installName: string, mode: InstallMode): void {
  const [holder] = holders;
  if (holder === undefined || mode.replace === true) return;
  throw new InstallFailure(
    'name_taken',
    `${holder.key} has the folder ${installName} already. Replace it, or choose another target.`,
    { holder: holder.key, path: `${holder.overlapping[0]?.target ?? ''}/${installName}` },
  );
}
