/** One thing that lies in a folder of a source; `link`: a submodule too; `other`: a device, a pipe. */
export interface SourceEntry {
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
}

/** The bytes of a file, and whether git says that it may be run. */
export interface SourceFile {
  content: Uint8Array;
  executable: boolean;
}

/** Where skills are read from: a folder, an archive, a commit of a repository. Paths have `/` and begin at its root. */
export interface SourceTree {
  /** Names of the folders that lead to the root, its own last; a publisher may follow from them. */
  names: readonly string[];
  /** What a skill at the root is called where neither it nor a folder says so. */
  rootName?: string;
  /** What a version remembers of where it came from. */
  origin: { url?: string; commit?: string };
  /** What lies in a folder; `''` is the root. */
  list(folder: string): Promise<readonly SourceEntry[]>;
  /** A file's bytes; `checkSize` may refuse before they are read. `undefined`: it is no file any more. */
  read(path: string, checkSize: (size: number) => void): Promise<SourceFile | undefined>;
}
