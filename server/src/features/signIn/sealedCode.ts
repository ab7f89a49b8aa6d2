import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A device code as the database keeps it: only who has the attempt's secret can read it, and the database has
 * just the hash of that. Neither the tables nor a backup are of use to somebody who waits for an approval.
 */
export function sealCode(attempt: string, code: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(attempt), nonce);
  const sealed = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** The device code that `sealCode` was given; throws for another attempt's. */
export function openCode(attempt: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(CIPHER, keyOf(attempt), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const code = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(code), decipher.final()]).toString('utf8');
}

/** The attempt is random in all its bits, so nothing slows the derivation down. */
function keyOf(attempt: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', attempt, '', 'device code', 32));
}
