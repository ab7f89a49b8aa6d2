import { readSecretFile, unusable } from '../../secretFile.ts';
import { bearerToken } from './token.ts';

const VARIABLE = 'BOOTSTRAP_TOKEN_FILE';

const SHORTEST = 32;

/** A random text of 32 characters, hexadecimal ones even, holds more different ones; a word repeated does not. */
const FEWEST_DIFFERENT = 8;

/** The token that the first admin comes in with, without the white space around it; what is wrong with the file is a `StartupFailure`. */
export function readBootstrapToken(path: string): string {
  const token = readSecretFile(VARIABLE, path);
  if (token.length < SHORTEST || new Set(token).size < FEWEST_DIFFERENT) {
    throw unusable(
      VARIABLE,
      `a token has at least ${SHORTEST} random characters, as openssl rand -hex 32 makes them`,
    );
  }
  if (bearerToken(`Bearer ${token}`) === undefined) {
    throw unusable(
      VARIABLE,
      'a token is one line of at most 200 visible ASCII characters without spaces',
    );
  }
  return token;
}
