import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';

/** The endings that Windows tries when PATHEXT is not set. */
const DEFAULT_PROGRAM_EXTENSIONS = '.COM;.EXE;.BAT;.CMD';

/** The absolute path of the first program of that name on the search path; nothing is run. */
export async function findProgram(
  name: string,
  searchPath: string,
  programExtensions: string = DEFAULT_PROGRAM_EXTENSIONS,
): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? programExtensions.split(';') : [''];
  const candidates = searchPath
    .split(path.delimiter)
    // A relative entry would make the answer depend on the current folder, which may be hostile.
    .filter((folder) => path.isAbsolute(folder))
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
  const usable = await Promise.all(candidates.map(isProgram));
  return candidates.find((_candidate, index) => usable[index]);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
