import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWorkFolder, type WorkFolder } from '../workFolders.ts';

/** The folder that one repository has while it is used; gone with all that is in it when disposed of. */
export interface RepositoryFolder extends WorkFolder {
  /** Where the bare repository is made. */
  repository: string;
  /** An empty home for git. */
  home: string;
  /** The only configuration that git reads as its user's. */
  configuration: string;
}

/** Makes a fresh folder below the given one, for this account only. */
export async function makeRepositoryFolder(workDirectory: string): Promise<RepositoryFolder> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await makeWorkFolder(workDirectory));
  const home = join(path, 'home');
  const configuration = join(path, 'configuration');
  await mkdir(home);
  // git only takes this option from a user's own configuration. What is read is what the caller named,
  // whoever owns it, and the rule protects those who stumble into a repository.
  await writeFile(configuration, '[safe]\n\tdirectory = *\n');
  const held = stack.move();
  return {
    path,
    repository: join(path, 'repository.git'),
    home,
    configuration,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
