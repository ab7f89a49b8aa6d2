import { startHub, type Hub } from '../support/app.ts';
import { skillText, type FileTree } from '../support/skillFolder.ts';

/** The one skill of the hub that most tests of ratings and installs begin with. */
export const skillId = 'acme/deploy';

/** Starts a hub that holds version 1.0.0 of the skill: a SKILL.md, and what is added. */
export async function startDeployHub(added: FileTree = {}): Promise<Hub> {
  const hub = await startHub();
  await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy' }), ...added });
  return hub;
}

/** Brings in version 1.0.1, a SKILL.md alone. */
export async function importSecondVersion(hub: Hub): Promise<void> {
  await hub.importFiles({ 'deploy/SKILL.md': skillText({ name: 'deploy', body: 'Changed.' }) });
}
