import { AGENTS } from './agentTable.ts';
import type { AgentId, AgentScope } from './agentTable.ts';

/** Where a skill goes when no agent in use is known: the folder that most agents read. */
const DEFAULT_TARGET = '.agents/skills';

/** Between folders that are otherwise as good, the earlier one here; one not listed comes last. */
const PREFERENCE = [DEFAULT_TARGET, '.claude/skills'];

/**
 * The smallest set of folders that all these agents read, sorted. Between sets of one size the one
 * in which fewer agents would meet a skill twice, then the more widely read folders.
 *
 * @example chooseTargets(['vscode', 'claude-code']) // ['.claude/skills']
 * @example chooseTargets(['claude-code', 'codex']) // ['.agents/skills', '.claude/skills']
 */
export function chooseTargets(
  agentsInUse: readonly AgentId[],
  scope: AgentScope = 'project',
): string[] {
  const needs = [...new Set(agentsInUse)].map((id) => AGENTS[id].folders[scope]);
  if (needs.length === 0) return [DEFAULT_TARGET];
  const folders = [...new Set(needs.flat())].sort(byPreference);
  for (let size = 1; size <= folders.length; size += 1) {
    const [best] = combinations(folders, size)
      .filter((set) => needs.every((read) => readIn(set, read) > 0))
      // A stable sort: among equals the combination of earlier, so preferred, folders stays first.
      .sort((one, other) => doubled(one, needs) - doubled(other, needs));
    if (best !== undefined) return best.toSorted();
  }
  return folders.toSorted();
}

function byPreference(one: string, other: string): number {
  return rank(one) - rank(other) || (one < other ? -1 : 1);
}

function rank(folder: string): number {
  const position = PREFERENCE.indexOf(folder);
  return position === -1 ? PREFERENCE.length : position;
}

function readIn(set: readonly string[], read: readonly string[]): number {
  return set.filter((folder) => read.includes(folder)).length;
}

/** How many times, over all agents, a skill in the set would show beyond the first. */
function doubled(set: readonly string[], needs: readonly (readonly string[])[]): number {
  return needs.reduce((sum, read) => sum + Math.max(0, readIn(set, read) - 1), 0);
}

function combinations(items: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}
