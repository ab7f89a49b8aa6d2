import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, join, parse, sep } from 'node:path';

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** A link on the way to a file, or the file itself, with the real folder that it lies in. */
export interface PathStep {
  folder: string;
  stats: Stats;
}

/** Every link on the way of an absolute path, and last what it leads to; throws as `lstat` does. */
export function stepsTo(path: string): PathStep[] {
  const steps: PathStep[] = [];
  let folder = parse(path).root;
  const names = namesOf(path);
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    const entry = name === '..' ? dirname(folder) : join(folder, name);
    const stats = lstatSync(entry);
    const isLink = stats.isSymbolicLink();
    if (isLink || names.length === 0) steps.push({ folder, stats });
    if (!isLink) {
      folder = entry;
      continue;
    }
    if (steps.length > MOST_LINKS) throw new Error(`${path} leads from link to link`);
    const target = readlinkSync(entry);
    const { root } = parse(target);
    if (root !== '') folder = root;
    names.unshift(...namesOf(target));
  }
  return steps;
}

function namesOf(path: string): string[] {
  return path
    .slice(parse(path).root.length)
    .split(sep)
    .filter((name) => name !== '' && name !== '.');
}
