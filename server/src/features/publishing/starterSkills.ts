import { resolve } from 'node:path';
import type { Orm } from '../../database/orm.ts';
import type { Actor } from '../accounts/actor.ts';
import { DEFAULT_POLICY } from '../policy/housePolicy.ts';
import { countSkills } from '../skills/skill.repository.ts';
import { importFolder } from './folderImport.ts';

const FOLDER = resolve(import.meta.dirname, '../../../starter');
const PUBLISHER = 'starter';

/** Imports the starter skills when the catalogue is empty; gives their number, 0 when it was not. */
export async function importStarterSkills(orm: Orm, actor: Actor): Promise<number> {
  if ((await countSkills(orm.em.fork())) > 0) return 0;
  const report = await importFolder(orm, {
    folder: FOLDER,
    actor,
    // They are the server's own: the house decides about what others bring in.
    house: DEFAULT_POLICY,
    kind: 'starter',
    publisher: PUBLISHER,
  });
  return report.created;
}
