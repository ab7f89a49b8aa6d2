import type { PublishResult } from '@skill-marketplace/shared/contracts';
import { lockInTransaction } from '../../database/advisoryLock.ts';
import { isDataRefused } from '../../database/refusal.ts';
import type { EntityManager } from '../../database/orm.ts';
import { DomainError } from '../../errors/domainError.ts';
import { notYourPublisher } from '../../errors/failures.ts';
import type { Actor } from '../accounts/actor.ts';
import { can } from '../policy/can.ts';
import { depthOf, sortOutParts, type Candidate } from './candidates.ts';
import type { Outcome } from './importReport.ts';
import { ingestSkill } from './ingest.service.ts';
import { prepareSkill, type PreparedSkill } from './preparedSkill.ts';
import { publisherOf } from './publisherOf.ts';
import { readSkillFolder } from './readSkillFolder.ts';
import { findSkillFiles } from './skillFolders.ts';
import type { SourceTree } from './sources/sourceTree.ts';
import { unreadable } from './unreadable.ts';
import type { Origin } from './versionContent.ts';

/** What is imported, by whom and for whom. */
export interface TreeImport {
  tree: SourceTree;
  actor: Actor;
  kind: Origin['kind'];
  /** Otherwise it follows from each skill and its place. */
  publisher?: string | undefined;
  /** The name in the reference, for a source of one skill; otherwise that of the folder an install makes. */
  name?: string | undefined;
  requestId?: string;
  /** Stops between two batches; what was stored before stays. */
  signal?: AbortSignal | undefined;
  /** Told after each skill; `total` is known from the first call on. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What became of one SKILL.md. */
export interface ImportedFile {
  /** Folder of the skill below the root; `.` for the root itself. */
  path: string;
  outcome: Outcome;
  reference?: string;
  /** Why it was skipped or failed, in a word and in a sentence. */
  reason?: string;
  message?: string;
  /** The version as it stands, for what came in or was there already. */
  published?: PublishResult;
  /** Codes of its diagnostics. */
  codes: string[];
}

/** Skills that one commit stores: each commit waits for the disk. */
const BATCH = 25;

/** A skill that was read, with what identifies it; or why it was not. */
type Identified = IdentifiedSkill | ImportedFile;

interface IdentifiedSkill {
  path: string;
  publisher: string;
  name: string;
  reference: string;
  prepared: PreparedSkill;
}

/** Imports every skill of a source; one that cannot be read does not keep the others out. Sorted by path. */
export async function importTree(em: EntityManager, request: TreeImport): Promise<ImportedFile[]> {
  const { found, closed } = await findSkillFiles(request.tree);
  const { candidates, parts } = sortOutParts(found);
  const files: ImportedFile[] = [
    ...closed.map(({ folder, message }) =>
      refused(shown(folder), 'failed', 'invalid_input', message),
    ),
    ...parts.map(({ folder, outer }) =>
      refused(shown(folder), 'skipped', 'part_of', `It is a part of the skill in ${shown(outer)}.`),
    ),
  ];
  const holders = new Map<string, string>();
  // Of two that reach one identity, the shallower (then the first by path) keeps it.
  const ordered = [...candidates].sort(
    (a, b) => depthOf(a.folder) - depthOf(b.folder) || (a.folder < b.folder ? -1 : 1),
  );
  for (let start = 0; start < ordered.length; start += BATCH) {
    request.signal?.throwIfAborted();
    // Read before the transaction, which others wait for.
    const batch: Identified[] = [];
    for (const candidate of ordered.slice(start, start + BATCH)) {
      batch.push(await identify(request, candidate, holders));
    }
    await em.fork().transactional(async (transaction) => {
      await lockInTransaction(transaction, 'ingest', 'alone');
      for (const [index, skill] of batch.entries()) {
        files.push('outcome' in skill ? skill : await storeOne(transaction, request, skill));
        request.onProgress?.(start + index + 1, ordered.length);
      }
    });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function identify(
  { tree, publisher: asked, name: askedName, actor }: TreeImport,
  candidate: Candidate,
  holders: Map<string, string>,
): Promise<Identified> {
  const { folder, fileName } = candidate;
  const path = shown(folder);
  if (candidate.isLink) {
    return refused(path, 'skipped', 'link', `${fileName} is a link, and links are not followed.`);
  }
  try {
    const folderName = askedName ?? lastOf([...tree.names, ...folder.split('/')]);
    const prepared = prepareSkill({ folderName, ...(await readSkillFolder(tree, candidate)) });
    const metaOwner = prepared.meta.owner;
    const publisher = publisherOf({ asked, metaOwner, skillFolder: folder, rootNames: tree.names });
    if (publisher === undefined) {
      return refused(path, 'failed', 'invalid_input', 'No publisher follows from it: give one.');
    }
    if (!can(actor, 'publishInto', undefined, { publisher })) throw notYourPublisher(publisher);
    const name = askedName ?? prepared.parsed.installName;
    const reference = `${publisher}/${name}`;
    const holder = holders.get(reference);
    if (holder !== undefined) {
      const message = `${reference} is already taken by the skill in ${holder}.`;
      return {
        ...refused(path, 'skipped', 'duplicate_identity', message, reference),
        codes: prepared.diagnostics.map(({ code }) => code),
      };
    }
    holders.set(reference, path);
    return { path, publisher, name, reference, prepared };
  } catch (error) {
    return failedOrThrow(path, error);
  }
}

/** Stores one skill in a savepoint of its own. */
async function storeOne(
  em: EntityManager,
  { tree, actor, kind, requestId }: TreeImport,
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
          whenTaken: 'next',
          isNumberAsked: false,
        },
      ),
    );
    if (ingested.outcome === 'blocked') {
      return refused(path, 'skipped', 'blocked', 'These very files were blocked here.', reference);
    }
    if (ingested.outcome === 'yanked' || ingested.outcome === 'version_exists') {
      throw new Error(`an import never ends with ${ingested.outcome}`);
    }
    return {
      path,
      reference,
      outcome: ingested.outcome,
      published: ingested,
      codes: ingested.diagnostics.map(({ code }) => code),
    };
  } catch (error) {
    return failedOrThrow(path, error);
  }
}

/** What is wrong with one skill is told; a bug or a database that is gone ends the import. */
function failedOrThrow(path: string, caught: unknown): ImportedFile {
  const error = unreadable(path, caught);
  if (error instanceof DomainError) return refused(path, 'failed', error.reason, error.message);
  if (isDataRefused(error)) {
    const message = 'The database cannot hold one of its values.';
    return refused(path, 'failed', 'invalid_input', message);
  }
  throw error;
}

function refused(
  path: string,
  outcome: 'skipped' | 'failed',
  reason: string,
  message: string,
  reference?: string,
): ImportedFile {
  return {
    path,
    outcome,
    reason,
    message,
    codes: [],
    ...(reference === undefined ? {} : { reference }),
  };
}

/** A folder's own name; the root of a source may have none. */
function lastOf(names: readonly string[]): string {
  return names.findLast((name) => name !== '') ?? '';
}

/** The root itself is shown as `.`. */
function shown(folder: string): string {
  return folder === '' ? '.' : folder;
}
