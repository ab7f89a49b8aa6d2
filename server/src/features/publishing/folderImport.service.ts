import { join, resolve } from 'node:path';
import { isDataRefused } from '../../database/refusal.ts';
import type { EntityManager, Orm } from '../../database/orm.ts';
import { withAdvisoryLock } from '../../database/advisoryLock.ts';
import { DomainError } from '../../errors/domainError.ts';
import type { Actor } from '../accounts/actor.ts';
import { depthOf, sortOutParts, type Candidate } from './candidates.ts';
import { commitOf } from './gitCommit.ts';
import { addToReport, emptyReport, type ImportedSkill, type ImportReport } from './importReport.ts';
import { ingestSkill, type Origin } from './ingest.service.ts';
import { prepareSkill, type PreparedSkill } from './preparedSkill.ts';
import { publisherOf } from './publisherOf.ts';
import { readSkillFolder } from './readSkillFolder.ts';
import { findSkillFiles } from './skillFolders.ts';
import { unreadable } from './unreadable.ts';

/** What is imported, and for whom. */
export interface FolderImport {
  /** Absolute or relative to the working directory. */
  folder: string;
  actor: Actor;
  kind: Origin['kind'];
  publisher?: string | undefined;
  /** Told after each skill; `total` is known from the first call on. */
  onProgress?: (done: number, total: number) => void;
}

/** Skills that one commit stores: each commit waits for the disk. */
const BATCH = 25;

/** A skill with what identifies it, before anything is stored. */
interface Identified {
  publisher: string;
  prepared: PreparedSkill;
}

/** Imports every skill below a folder; one that cannot be read does not keep the others out. */
export function importFolder(orm: Orm, request: FolderImport): Promise<ImportReport> {
  // Two imports at once would race for the same names; the second waits.
  return withAdvisoryLock(orm, 'import', () => importLocked(orm, request));
}

async function importLocked(orm: Orm, request: FolderImport): Promise<ImportReport> {
  const root = resolve(request.folder);
  const report = emptyReport();
  const { found, closed } = await findSkillFiles(root);
  const { candidates, parts } = sortOutParts(found);
  for (const { folder, message } of closed) {
    addToReport(report, {
      path: shown(folder),
      outcome: 'failed',
      reason: 'invalid_input',
      message,
    });
  }
  for (const { folder, outer } of parts) {
    addToReport(report, {
      path: shown(folder),
      outcome: 'skipped',
      reason: 'part_of',
      message: `It is a part of the skill in ${shown(outer)}.`,
    });
  }
  const commit = await commitOf(root);
  const holders = new Map<string, string>();
  // Of two that reach one identity, the shallower (then the first by path) keeps it.
  const ordered = [...candidates].sort(
    (a, b) => depthOf(a.folder) - depthOf(b.folder) || (a.folder < b.folder ? -1 : 1),
  );
  for (let start = 0; start < ordered.length; start += BATCH) {
    // One commit a batch; inside it each skill has a savepoint of its own.
    await orm.em.fork().transactional(async (em) => {
      for (const [index, candidate] of ordered.slice(start, start + BATCH).entries()) {
        const { skill, codes } = await importOne(em, root, candidate, request, commit, holders);
        addToReport(report, skill, codes);
        request.onProgress?.(start + index + 1, ordered.length);
      }
    });
  }
  report.skills.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return report;
}

async function importOne(
  em: EntityManager,
  root: string,
  candidate: Candidate,
  request: FolderImport,
  commit: string | undefined,
  holders: Map<string, string>,
): Promise<{ skill: ImportedSkill; codes: string[] }> {
  const path = shown(candidate.folder);
  const refused = (outcome: 'skipped' | 'failed', reason: string, message: string) => ({
    skill: { path, outcome, reason, message },
    codes: [],
  });
  if (candidate.isLink)
    return refused(
      'skipped',
      'link',
      `${candidate.fileName} is a link, and links are not followed.`,
    );
  try {
    const { publisher, prepared } = await identify(root, candidate, request.publisher);
    const codes = prepared.diagnostics.map(({ code }) => code);
    const reference = `${publisher}/${prepared.parsed.installName}`;
    const holder = holders.get(reference);
    if (holder !== undefined) {
      const message = `${reference} is already taken by the skill in ${holder}.`;
      return {
        skill: { path, reference, outcome: 'skipped', reason: 'duplicate_identity', message },
        codes,
      };
    }
    holders.set(reference, path);
    const origin: Origin = {
      kind: request.kind,
      path,
      ...(commit === undefined ? {} : { commit }),
    };
    const ingested = await ingestSkill({ em, actor: request.actor }, publisher, prepared, origin);
    const repaired = prepared.diagnostics.flatMap(({ message, repaired: how }) =>
      how === undefined ? [] : [`${message} ${how}`],
    );
    const skill = {
      path,
      ...ingested,
      ...(repaired.length === 0 ? {} : { message: repaired.join(' ') }),
    };
    return { skill, codes };
  } catch (caught) {
    const error = unreadable(path, caught);
    // What is wrong with one skill is told; a bug or a database that is gone ends the import.
    if (error instanceof DomainError) return refused('failed', error.reason, error.message);
    if (isDataRefused(error)) {
      return refused('failed', 'invalid_input', 'The database cannot hold one of its values.');
    }
    throw error;
  }
}

async function identify(
  root: string,
  candidate: Candidate,
  asked: string | undefined,
): Promise<Identified> {
  const { files, links } = await readSkillFolder(root, candidate);
  const skillFolder = join(root, candidate.folder);
  const prepared = prepareSkill(skillFolder, files, links);
  const publisher = publisherOf({ asked, metaOwner: prepared.meta.owner, skillFolder, root });
  if (publisher === undefined) {
    throw new DomainError(
      'invalid_input',
      'No publisher follows from its folder: give one with --publisher.',
    );
  }
  return { publisher, prepared };
}

/** The root itself is shown as `.`. */
function shown(folder: string): string {
  return folder === '' ? '.' : folder;
}
