import { access } from 'node:fs/promises';
import path from 'node:path';
import { AGENT_IDS, AGENTS } from '@skill-marketplace/shared/agents';
import type { Agent, AgentId } from '@skill-marketplace/shared/agents';
import { findProgram } from './findProgram.ts';

/** Where to look; what is left out is not looked at. */
export interface Surroundings {
  /** Absolute paths. */
  workspaceFolders?: readonly string[];
  home?: string;
  /** Ids of the VS Code extensions that are installed, in any case. */
  extensionIds?: readonly string[];
  /** The value of the PATH variable. */
  searchPath?: string;
  /** The value of PATHEXT; only asked on Windows. */
  programExtensions?: string;
}

/** The agents in use, in the order of the table: those of which a folder, an extension or a program is there. */
export async function detectAgents(surroundings: Surroundings): Promise<AgentId[]> {
  const found = await Promise.all(AGENT_IDS.map((id) => isInUse(AGENTS[id], surroundings)));
  return AGENT_IDS.filter((_id, index) => found[index]);
}

async function isInUse({ signs }: Agent, surroundings: Surroundings): Promise<boolean> {
  const extensions = (surroundings.extensionIds ?? []).map((id) => id.toLowerCase());
  if (signs.extensions.some((id) => extensions.includes(id))) return true;
  const places = [
    ...(surroundings.workspaceFolders ?? []).flatMap((folder) =>
      signs.workspace.map((sign) => path.join(folder, sign)),
    ),
    ...(surroundings.home === undefined
      ? []
      : signs.home.map((sign) => path.join(surroundings.home ?? '', sign))),
  ];
  const checks = [
    ...places.map(exists),
    ...signs.programs.map((program) =>
      findProgram(program, surroundings.searchPath ?? '', surroundings.programExtensions),
    ),
  ];
  return (await Promise.all(checks)).some(Boolean);
}

async function exists(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    () => false,
  );
}
