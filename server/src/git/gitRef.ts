import { pathProblem } from '@skill-marketplace/shared/format';
import { invalidInput } from '../errors/failures.ts';

/** The longest name of a branch or tag that is asked for. */
const MAX_REF_LENGTH = 200;

/**
 * The name itself when it may be handed to git as what to fetch; `invalid_input` at the field otherwise.
 * Narrower than `git check-ref-format`: nothing that git reads as an option, a refspec or a revision.
 */
export function checkedRef(ref: string, field: string): string {
  const isPlain =
    ref.length <= MAX_REF_LENGTH &&
    /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_./#%&+,=@-]*$/u.test(ref) &&
    !/\.\.|\/\/|\/\.|[./]$|\.lock(?:\/|$)/.test(ref);
  if (isPlain) return ref;
  throw invalidInput(
    field,
    'Give a branch, a tag or a whole commit id, as main, v1.2.0 or release/2026.',
  );
}

/** The folder without slashes around it, `''` for the root; `invalid_input` at the field when it is no safe path. */
export function checkedSubfolder(subfolder: string, field: string): string {
  const path = subfolder.replace(/^\/|\/$/g, '');
  const problem = path === '' ? undefined : pathProblem(path);
  if (problem === undefined) return path;
  throw invalidInput(field, `Give a folder of the repository, as skills/review. ${problem}`);
}
