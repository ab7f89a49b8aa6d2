import type { SourceEntry, SourceTree } from './sourceTree.ts';

/** One thing of a flat listing, as archives and git give it; folders follow from the paths. */
export interface FlatEntry {
  path: string;
  kind: 'file' | 'link' | 'other';
  size: number;
  executable?: boolean;
  read(): Promise<Uint8Array>;
}

/** Makes a tree of a flat listing; the paths have been checked, or are checked when their files are read. */
export function flatTree(
  entries: readonly FlatEntry[],
  { names, origin }: Pick<SourceTree, 'names' | 'origin'>,
): SourceTree {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const folders = new Map<string, Map<string, SourceEntry['kind']>>([['', new Map()]]);
  for (const { path, kind } of entries) addToFolders(folders, path, kind);
  return {
    names,
    origin,
    async list(folder) {
      return [...(folders.get(folder) ?? [])].map(([name, kind]) => ({ name, kind }));
    },
    async read(path, checkSize) {
      const entry = byPath.get(path);
      if (entry?.kind !== 'file') return undefined;
      checkSize(entry.size);
      return { content: await entry.read(), executable: entry.executable === true };
    },
  };
}

/** Adds a thing to its folder, and each folder on the way to the one around it. */
function addToFolders(
  folders: Map<string, Map<string, SourceEntry['kind']>>,
  path: string,
  kind: SourceEntry['kind'],
): void {
  const slash = path.lastIndexOf('/');
  const folder = slash === -1 ? '' : path.slice(0, slash);
  const siblings = folders.get(folder);
  if (siblings !== undefined) {
    siblings.set(path.slice(slash + 1), kind);
    return;
  }
  folders.set(folder, new Map([[path.slice(slash + 1), kind]]));
  addToFolders(folders, folder, 'folder');
}
