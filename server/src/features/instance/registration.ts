import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Credentials, ServerRegistration } from '@skill-marketplace/shared/contracts';
import { sync as writeFileAtomicSync } from 'write-file-atomic';

/** Path of the owner's way in. */
export function credentialsPath(dataDirectory: string): string {
  return join(dataDirectory, 'credentials.json');
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
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeSecret(join(directory, `${registration.instanceId}.json`), registration);
}

function writeSecret(path: string, content: object): void {
  writeFileAtomicSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
