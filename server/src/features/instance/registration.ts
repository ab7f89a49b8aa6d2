import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Credentials, type ServerRegistration } from '@skill-marketplace/shared/contracts';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { sync as writeFileAtomicSync } from 'write-file-atomic';

/** Path of the owner's way in. */
function credentialsPath(dataDirectory: string): string {
  return join(dataDirectory, 'credentials.json');
}

/** The credentials of an earlier start; `undefined` when there are none that can be read. */
export function savedCredentials(dataDirectory: string): Credentials | undefined {
  const path = credentialsPath(dataDirectory);
  if (!existsSync(path)) return undefined;
  try {
    return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Half a file, or another version's: the next start writes it anew.
    return undefined;
  }
}

/** Writes the owner's credentials, readable by this user alone. */
export function writeCredentials(dataDirectory: string, credentials: Credentials): void {
  writeSecret(credentialsPath(dataDirectory), credentials);
}

/**
 * Registers the server for this user's clients; they trust it once it has proved that it knows the secret.
 * The registration stays when the server stops, so that a client can say which one does not answer.
 */
export function register(directory: string, registration: ServerRegistration): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeSecret(join(directory, `${registration.instanceId}.json`), registration);
  } catch (cause) {
    throw new StartupFailure(
      `The server cannot be registered for this user's editors in ${directory}: make that folder writable, or set XDG_STATE_HOME to one that is.`,
      { cause },
    );
  }
}

function writeSecret(path: string, content: object): void {
  writeFileAtomicSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
