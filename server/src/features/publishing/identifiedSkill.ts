import { notYourPublisher } from '../../errors/failures.ts';
import { can } from '../policy/can.ts';
import type { Candidate } from './candidates.ts';
import { failedOrThrow, refused, shownFolder, type ImportedFile } from './importedFile.ts';
import { prepareSkill, type PreparedSkill } from './preparedSkill.ts';
import { publisherOf } from './publisherOf.ts';
import { readSkillFolder } from './readSkillFolder.ts';
import type { TreeImport } from './treeImport.ts';

/** A skill of a source that was read, with what identifies it. */
export interface IdentifiedSkill {
  path: string;
  publisher: string;
  name: string;
  reference: string;
  prepared: PreparedSkill;
}

/** Reads one skill of a source and says who it is, or why it does not come in; `holders` remembers the identities taken. */
export async function identifySkill(
  { tree, publisher: asked, name: askedName, actor }: TreeImport,
  candidate: Candidate,
  holders: Map<string, string>,
): Promise<IdentifiedSkill | ImportedFile> {
  const { folder, fileName } = candidate;
  const path = shownFolder(folder);
  if (candidate.isLink) {
    return refused(path, 'skipped', 'link', `${fileName} is a link, and links are not followed.`);
  }
  try {
    const names = [tree.rootName ?? '', ...tree.names, ...folder.split('/')];
    const folderName = askedName ?? lastOf(names);
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

/** A folder's own name; the root of a source may have none. */
function lastOf(names: readonly string[]): string {
  return names.findLast((name) => name !== '') ?? '';
}
