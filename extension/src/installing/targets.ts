import * as vscode from 'vscode';
import {
  allTargets,
  chooseTargets,
  isInnerPath,
  readersOf,
} from '@skill-marketplace/shared/agents';
import { detectAgents } from '../agents/index.ts';
import { SETTINGS, SETTINGS_SECTION } from '../ids.ts';
import type { NamedRoot } from '../installed/roots.ts';
import type { Services } from '../services.ts';
import { listText } from './listText.ts';

/**
 * The folders that skills go into: the setting's, else those remembered for this workspace, else the
 * fewest that all agents in use read.
 */
export async function targetsFor(services: Services, named: NamedRoot): Promise<string[]> {
  const configured = inner(
    vscode.workspace
      .getConfiguration(SETTINGS_SECTION, named.folder?.uri)
      .get<unknown>(SETTINGS.targets),
  );
  if (configured.length > 0 && named.scope === 'project') return configured;
  const key = `install.targets.${named.root.folder}`;
  const remembered = inner(services.memory.get<unknown>(key));
  if (remembered.length > 0) return remembered;
  const targets = chooseTargets(await agentsInUse(services, named), named.scope);
  await services.memory.update(key, targets);
  return targets;
}

/** One line that says which agents will find a skill there. */
export function readersText(targets: readonly string[], { scope }: NamedRoot): string {
  const readers = new Set(
    targets
      .flatMap((target) => readersOf(target, undefined, scope))
      .map((agent) => agent.displayName),
  );
  if (readers.size === 0) return 'No agent known here reads that folder.';
  return `Read by ${listText([...readers])}.`;
}

/** Lets the person choose folders other than those. */
export async function pickTargets(
  current: readonly string[],
  named: NamedRoot,
): Promise<string[] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    allTargets(named.scope).map((target) => ({
      label: target,
      description: readersText([target], named),
      picked: current.includes(target),
    })),
    { canPickMany: true, placeHolder: 'Which folders is it installed into?' },
  );
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}

function agentsInUse({ environment }: Services, { scope, root }: NamedRoot) {
  const { home, searchPath, programExtensions } = environment;
  return detectAgents({
    workspaceFolders: scope === 'project' ? [root.folder] : [],
    home,
    searchPath,
    extensionIds: vscode.extensions.all.map(({ id }) => id),
    ...(programExtensions === undefined ? {} : { programExtensions }),
  });
}

/** A setting may come with a repository, so it may name no folder outside. */
function inner(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .filter((target) => typeof target === 'string')
    .map((target) => target.replace(/^\.\/|\/+$/g, ''))
    .filter(isInnerPath);
}
