import type { InstallFailureReason } from '../install/index.ts';
import { editorText } from './editorTexts.ts';
import type { Failure } from './failure.ts';
import type { FailureText } from './remedies.ts';
import { SERVER_TEXTS } from './serverTexts.ts';

/** Says any failure in sentences; `remoteName` is that of a window whose files are on another machine. */
export function failureText(failure: Failure, remoteName?: string): FailureText {
  if (failure.from === 'server') return SERVER_TEXTS[failure.reason](failure);
  if (failure.from === 'editor') return editorText(failure, remoteName);
  if (failure.from === 'install') {
    return { title: INSTALL_TITLES[failure.reason], message: failure.message };
  }
  return {
    title: 'Something went wrong',
    message: 'Something went wrong in the extension. The details are in its log.',
  };
}

const INSTALL_TITLES: Record<InstallFailureReason, string> = {
  integrity_mismatch: 'Refused: not what was promised',
  unsafe_archive: 'Refused: not safe',
  unsafe_link: 'A link is in the way',
  folder_taken: 'The folder is taken',
  name_taken: 'The name is taken',
  other_instance: 'Another marketplace is recorded',
  lockfile_unreadable: 'The lockfile cannot be read',
  lockfile_newer: 'The lockfile is newer than this extension',
  not_installed: 'Not installed',
  not_stored: 'Not in the store',
  busy: 'Another window is at work',
  changed_meanwhile: 'A file changed meanwhile',
  cancelled: 'Cancelled',
  cannot_write: 'The files cannot be written',
};
