import type { Orm } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import type { HousePolicy } from '../policy/housePolicy.ts';
import { reportOf, type ImportReport } from './importReport.ts';
import { importTree } from './importTree.service.ts';
import { folderTree } from './sources/folderTree.ts';
import type { Origin } from './versionContent.ts';

/** A folder that is imported, by whom and for whom. */
export interface FolderImport {
  /** Absolute or relative to the working directory. */
  folder: string;
  actor: Actor;
  house: HousePolicy;
  kind: Origin['kind'];
  publisher?: string | undefined;
}

/** Imports every skill below a folder of this machine. */
export async function importFolder(
  orm: Orm,
  { folder, ...request }: FolderImport,
): Promise<ImportReport> {
  const tree = await folderTree(folder);
  return reportOf(await importTree(orm.em.fork(), { ...request, tree }));
}
