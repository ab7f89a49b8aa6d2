import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport } from '../../server/src/features/publishing/importReport.ts';
import type { Hub } from '../support/app.ts';
import { folderOf, skillText, writeFiles, type FileTree } from '../support/skillFolder.ts';

/** A valid SKILL.md of that name. */
export function plainSkill(name: string, body?: string): string {
  return skillText({ name, ...(body === undefined ? {} : { body }) });
}

/** Imports files below a folder of that name, which the publisher may follow from. */
export async function importBelow(
  hub: Hub,
  name: string,
  tree: FileTree,
  publisher?: string,
): Promise<ImportReport> {
  await using outside = await folderOf({});
  const root = join(outside.path, name);
  await mkdir(root, { recursive: true });
  await writeFiles(root, tree);
  return await hub.importFolder(root, publisher);
}

/** What became of each SKILL.md: path, outcome, then the reason, or reference and version. */
export function outcomesOf({ skills }: ImportReport): string[] {
  return skills.map(({ path, outcome, reason, reference, version }) =>
    [path, outcome, reason ?? reference, version].filter((part) => part !== undefined).join(' '),
  );
}

/** Takes everything that was imported off again. */
export async function removeSkills(hub: Hub): Promise<void> {
  await hub.orm.em
    .fork()
    .execute('truncate skills, versions, ratings, installs, bundle_files, bundles, blobs cascade');
}
