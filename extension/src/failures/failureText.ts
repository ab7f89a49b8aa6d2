import { COMMANDS } from '../ids.ts';
import type { InstallFailureReason } from '../install/index.ts';
import type { EditorFailureReason } from './editorFailure.ts';
import type { Failure } from './failure.ts';

/** What a person can do about a failure: the name of a button, and the command behind it. */
export interface Remedy {
  title: string;
  command: string;
}

/** A failure as screens say it. */
export interface FailureText {
  /** A few words, for a row. */
  title: string;
  /** Whole sentences. */
  message: string;
  remedy?: Remedy;
}

const RETRY: Remedy = { title: 'Try Again', command: COMMANDS.refresh };
const SIGN_IN: Remedy = { title: 'Sign In', command: COMMANDS.signIn };
const CONNECT: Remedy = { title: 'Connect…', command: COMMANDS.connect };

const SIGNED_OUT: FailureText = {
  title: 'Sign in to go on',
  message: 'This needs an account at the marketplace: sign in with a token.',
  remedy: SIGN_IN,
};

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

/** Says a failure in sentences; `remoteName` is that of a window whose files are on another machine. */
export function failureText(failure: Failure, remoteName?: string): FailureText {
  switch (failure.from) {
    case 'server':
      return serverText(failure);
    case 'install':
      return { title: INSTALL_TITLES[failure.reason], message: failure.message };
    case 'editor':
      return editorText(failure, remoteName);
    case 'bug':
      return {
        title: 'Something went wrong',
        message: 'Something went wrong in the extension. The details are in its log.',
      };
  }
}

function serverText(failure: Extract<Failure, { from: 'server' }>): FailureText {
  const { message, requestId, retryAfterSeconds = 60 } = failure;
  switch (failure.reason) {
    case 'signed_out':
      return SIGNED_OUT;
    case 'not_allowed':
      return { title: 'Not allowed', message };
    case 'not_found':
      return { title: 'Not found', message, remedy: RETRY };
    case 'rate_limited':
      return {
        title: `Too many requests: wait ${retryAfterSeconds} s`,
        message: `The marketplace asks for a pause of ${secondsText(retryAfterSeconds)}. Then try again.`,
        remedy: RETRY,
      };
    case 'invalid_input':
    case 'version_exists':
    case 'too_large':
    case 'unsafe_archive':
    case 'integrity_mismatch':
      return { title: 'Refused by the marketplace', message };
    case 'sandbox_unavailable':
    case 'upstream_unavailable':
    case 'bundle_unavailable':
      return { title: 'Not available at the moment', message, remedy: RETRY };
    case 'unexpected':
      return {
        title: 'The marketplace failed',
        message: `Something went wrong in the marketplace. Its log has it under request ${requestId}.`,
        remedy: RETRY,
      };
  }
}

function editorText(
  { reason, url = 'the marketplace', local = false, message = '' }: Extract<Failure, { from: 'editor' }>,
  remoteName: string | undefined,
): FailureText {
  switch (reason) {
    case 'no_server':
      return { title: 'No marketplace', message: 'There is no marketplace here yet.', remedy: CONNECT };
    case 'no_answer':
      return {
        title: `No answer from ${url}`,
        message: `${noAnswer(url, local)}${remoteHint(url, remoteName)}`,
        remedy: RETRY,
      };
    case 'too_slow':
      return {
        title: `No answer from ${url} in time`,
        message: `${url} was reached, and did not answer in time. It may be busy.${remoteHint(url, remoteName)}`,
        remedy: RETRY,
      };
    case 'not_a_marketplace':
      return {
        title: `${url} is not a marketplace`,
        message: `${url} answers, and not as a marketplace does. Check the address; a proxy's own page answers like this too.`,
        remedy: CONNECT,
      };
    case 'not_proved':
      return {
        title: `${url} could not prove itself`,
        message: `Another server answers at ${url} than the marketplace that was started there, so it was sent nothing. Start the marketplace again.`,
        remedy: RETRY,
      };
    case 'bad_address':
      return {
        title: `${url} is no address`,
        message: `The setting skillMarketplace.server is no address: give one like https://skills.example.com.`,
        remedy: CONNECT,
      };
    case 'bundle_refused':
      return {
        title: 'The marketplace does not give it out',
        message: `The marketplace does not give the skill's files out: ${message}`,
      };
    default:
      return hereText(reason);
  }
}

function hereText(
  reason: Extract<
    EditorFailureReason,
    'restricted_mode' | 'sign_in_needed' | 'bad_token' | 'other_marketplace' | 'nothing_installed'
  >,
): FailureText {
  switch (reason) {
    case 'restricted_mode':
      return {
        title: 'Restricted Mode',
        message:
          'This folder is in Restricted Mode. A skill tells agents what to do in it, so it is installed only into a folder that you trust.',
        remedy: { title: 'Manage Trust…', command: 'workbench.trust.manage' },
      };
    case 'sign_in_needed':
      return SIGNED_OUT;
    case 'bad_token':
      return {
        title: 'The token is not known',
        message: 'The marketplace does not know that token. It may have expired: ask for another.',
        remedy: SIGN_IN,
      };
    case 'other_marketplace':
      return {
        title: 'From another marketplace',
        message:
          'This skill was installed from another marketplace than the one that is connected. Connect to that one first.',
        remedy: CONNECT,
      };
    case 'nothing_installed':
      return {
        title: 'Nothing is installed',
        message: 'No skill is installed here or for your user.',
        remedy: { title: 'Install…', command: COMMANDS.install },
      };
  }
}

function noAnswer(url: string, local: boolean): string {
  return local
    ? `The marketplace at ${url} was started on this computer before, and is not running. Start it again.`
    : `${url} cannot be reached. Check the address, the network and that the marketplace is running.`;
}

function remoteHint(url: string, remoteName: string | undefined): string {
  const loopback = /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(url);
  if (remoteName === undefined || !loopback) return '';
  return ` This window's files are on another machine (${remoteName}), and so is this address: run the marketplace there, or forward a port to it.`;
}

function secondsText(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
