import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ServerRegistration } from '@skill-marketplace/shared/contracts';

/**
 * The marketplaces that registered themselves for this user, newest first. A registration stays when
 * its server has stopped; a file that cannot be read is passed over.
 */
export async function readRegistrations(stateDirectory: string): Promise<ServerRegistration[]> {
  const folder = registrationsFolder(stateDirectory);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json'));
  const found = await Promise.all(files.map((name) => readRegistration(path.join(folder, name))));
  return found
    .filter((entry) => entry !== undefined)
    .sort((one, other) => other.writtenAt - one.writtenAt)
    .map(({ registration }) => registration);
}

/** Where they are; the folder comes with the first. */
export function registrationsFolder(stateDirectory: string): string {
  return path.join(stateDirectory, 'servers');
}

async function readRegistration(
  file: string,
): Promise<{ registration: ServerRegistration; writtenAt: number } | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    const registration = ServerRegistration.safeParse(content).data;
    return registration && { registration, writtenAt: (await stat(file)).mtimeMs };
  } catch {
    return undefined;
  }
}
