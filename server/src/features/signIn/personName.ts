import { UserName } from '@skill-marketplace/shared/contracts';

/** The most characters of a name, which leaves room for what tells two of one name apart. */
const LONGEST = 90;

/**
 * What a new account is called: the first of the names that can be one, or a name that says nothing. Everybody
 * reads it beside ratings, so of an e-mail address it is the part before the `@`.
 */
export function personName(names: readonly (string | undefined)[]): string {
  for (const name of names) {
    const parsed = UserName.safeParse(shortened(name ?? ''));
    if (parsed.success) return parsed.data;
  }
  return 'member';
}

/** Half a character, as a cut leaves it, goes too: PostgreSQL holds none. */
function shortened(name: string): string {
  return name
    .normalize('NFC')
    .replace(/(?<=.)@.*$/u, '')
    .slice(0, LONGEST)
    .replace(/[\p{C}\p{DI}\p{Zl}\p{Zp}]/gu, '');
}
