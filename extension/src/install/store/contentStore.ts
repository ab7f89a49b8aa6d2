import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../bundle/sha256.ts';
import { codeOf, replaceDurably } from '../disk/durableWrite.ts';

/** A person's own copies of every file that was installed, by hash, so that going back needs no server. */
export interface ContentStore {
  /** Absolute. */
  readonly folder: string;
  /** Keeps the bytes and returns their sha256; bytes that are there whole are not written again. */
  put(content: Uint8Array): Promise<string>;
  /** The bytes of that sha256, hashed again as they are read; `undefined` when missing or damaged. */
  get(hash: string): Promise<Uint8Array | undefined>;
}

/** Opens the store in a folder, which is made when something is put; one store serves all roots of a person. */
export function openStore(folder: string): ContentStore {
  const fileOf = (hash: string) => path.join(folder, 'blobs', hash.slice(0, 2), hash);
  const get = async (hash: string): Promise<Uint8Array | undefined> => {
    const content = await readIfThere(fileOf(hash));
    return content !== undefined && sha256(content) === hash ? content : undefined;
  };
  return {
    folder: path.resolve(folder),
    get,
    async put(content) {
      const hash = sha256(content);
      if ((await get(hash)) === undefined) {
        await mkdir(path.dirname(fileOf(hash)), { recursive: true });
        await replaceDurably(fileOf(hash), content);
      }
      return hash;
    },
  };
}

/** The bytes of a plain file, `undefined` when there is none. */
export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file) : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
