import { setImmediate } from 'node:timers/promises';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import type { EntityManager } from '../../database/orm.ts';
import { requireStill } from '../accounts/afterWaiting.ts';
import { depthOf, sortOutParts } from './candidates.ts';
import { identifySkill, type IdentifiedSkill } from './identifiedSkill.ts';
import { failedOrThrow, refused, shownFolder, type ImportedFile } from './importedFile.ts';
import { ingestSkill } from './ingest.service.ts';
import { recountSmallCatalogue } from '../search/dictionary.repository.ts';
import { findSkillFiles } from './skillFolders.ts';
import type { TreeImport } from './treeImport.ts';

/** What one commit stores at most, in skills and in bytes: each commit waits for the disk, and others for it. */
const BATCH = { skills: 25, bytes: 8 * 1024 * 1024 } as const;

/** Imports every skill of a source; one that cannot be read does not keep the others out. Sorted by path. */
export async function importTree(em: EntityManager, request: TreeImport): Promise<ImportedFile[]> {
  const { found, closed } = await findSkillFiles(request.tree);
  const { candidates, parts } = sortOutParts(found);
  const files: ImportedFile[] = [
    ...closed.map(({ folder, message }) =>
      refused(shownFolder(folder), 'failed', 'invalid_input', message),
    ),
    ...parts.map(({ folder, outer }) =>
      refused(
        shownFolder(folder),
        'skipped',
        'part_of',
        `It is a part of the skill in ${shownFolder(outer)}.`,
      ),
    ),
  ];
  const holders = new Map<string, string>();
  // Of two that reach one identity, the shallower (then the first by path) keeps it.
  const ordered = [...candidates].sort(
    (a, b) => depthOf(a.folder) - depthOf(b.folder) || (a.folder < b.folder ? -1 : 1),
  );
  let batch: (IdentifiedSkill | ImportedFile)[] = [];
  for (const [index, candidate] of ordered.entries()) {
    request.signal?.throwIfAborted();
    // Read before the transaction, which others wait for; and others have their turn between two skills.
    batch.push(await identifySkill(request, candidate, holders));
    await setImmediate();
    if (!isFull(batch) && index < ordered.length - 1) continue;
    await em.fork().transactional(async (transaction) => {
      await lockInTransaction(transaction, 'ingest', 'alone');
      // Of a large catalogue this comes long after the call began.
      await requireStill({ em: transaction, actor: request.actor });
      for (const skill of batch) {
        files.push('outcome' in skill ? skill : await storeOne(transaction, request, skill));
      }
    });
    batch = [];
    request.onProgress?.(index + 1, ordered.length);
  }
  const isChanged = files.some(({ outcome }) => outcome === 'created' || outcome === 'updated');
  if (isChanged) await recountSmallCatalogue(em.fork());
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function isFull(batch: readonly (IdentifiedSkill | ImportedFile)[]): boolean {
  const sizes = batch.map((skill) =>
    'outcome' in skill ? 0 : skill.prepared.files.reduce((sum, { size }) => sum + size, 0),
  );
  return batch.length >= BATCH.skills || sizes.reduce((sum, size) => sum + size, 0) >= BATCH.bytes;
}

/** Stores one skill in a savepoint of its own. */
async function storeOne(
  em: EntityManager,
  { tree, actor, house, kind, requestId }: TreeImport,
  skill: IdentifiedSkill,
): Promise<ImportedFile> {
  const { path, publisher, name, reference, prepared } = skill;
  try {
    const ingested = await em.transactional((savepoint) =>
      ingestSkill(
        { em: savepoint, actor, ...(requestId === undefined ? {} : { requestId }) },
        {
          publisher,
          name,
          prepared,
          origin: { kind, path, ...tree.origin },
          house,
          whenTaken: 'next',
          isNumberAsked: false,
        },
      ),
    );
    if (ingested.outcome === 'blocked') {
      return refused(path, 'skipped', 'blocked', 'These very files were blocked here.', reference);
    }
    if (ingested.outcome === 'refused') {
      return refused(path, 'skipped', 'not_allowed', ingested.message, reference);
    }
    if (ingested.outcome === 'yanked' || ingested.outcome === 'version_exists') {
      throw new Error(`an import never ends with ${ingested.outcome}`);
    }
    return {
      path,
      // A skill that was renamed comes in under its own reference.
      reference: ingested.reference,
      outcome: ingested.outcome,
      published: ingested,
      codes: ingested.diagnostics.map(({ code }) => code),
    };
  } catch (error) {
    return failedOrThrow(path, error);
  }
}
