/** True when PostgreSQL refused a value for what it is (class 22: too long, no such character, out of range). */
export function isDataRefused(error: unknown): boolean {
  return codeOf(error)?.startsWith('22') === true;
}

/** The code of an error of PostgreSQL or of the system; `undefined` where there is none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
