import type { SkillFileFound } from './skillFolders.ts';

/** A SKILL.md that makes a skill of its own. */
export interface Candidate extends SkillFileFound {
  /** Folders of other skills that lie inside it and are not part of it. */
  inner: string[];
}

/** A SKILL.md that belongs to the skill around it. */
export interface Part {
  folder: string;
  outer: string;
}

/**
 * Sorts what was found into skills and parts: a SKILL.md below another skill's folder belongs to the outer
 * one, unless it lies in that folder's own `skills/`.
 */
export function sortOutParts(found: readonly SkillFileFound[]): {
  candidates: Candidate[];
  parts: Part[];
} {
  const candidates = new Map<string, Candidate>();
  const parts: Part[] = [];
  // Outer folders come first.
  for (const file of [...found].sort((a, b) => depthOf(a.folder) - depthOf(b.folder))) {
    const outer = nearestAround(file.folder, candidates);
    if (outer === undefined) {
      candidates.set(file.folder, { ...file, inner: [] });
    } else if (below(file.folder, outer.folder).startsWith('skills/')) {
      outer.inner.push(file.folder);
      candidates.set(file.folder, { ...file, inner: [] });
    } else {
      parts.push({ folder: file.folder, outer: outer.folder });
    }
  }
  return { candidates: [...candidates.values()], parts };
}

/** Number of folders on the way; 0 for the root. */
export function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

function nearestAround(
  folder: string,
  candidates: ReadonlyMap<string, Candidate>,
): Candidate | undefined {
  for (let at = folder; at !== '';) {
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
    const candidate = candidates.get(at);
    // A link makes no skill, so nothing is a part of it.
    if (candidate !== undefined && !candidate.isLink) return candidate;
  }
  return undefined;
}

function below(folder: string, outer: string): string {
  return outer === '' ? folder : folder.slice(outer.length + 1);
}
