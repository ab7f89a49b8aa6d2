import { DomainError } from '../../errors/domainError.ts';

/** What the system says of a file or folder that cannot be read; everything else is not the skill's fault. */
const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ENOENT: 'it is gone, or its name is not UTF-8',
  ENOTDIR: 'it is no folder any more',
  EISDIR: 'it is no file any more',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
};

/** Turns the system's word about something unreadable into a failure of that one skill; passes on the rest. */
export function unreadable(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentence = SENTENCES[code];
  if (sentence === undefined) return error;
  return new DomainError('invalid_input', `${path} cannot be read: ${sentence}.`, { cause: error });
}
