import type { EditorFailureReason } from './editorFailure.ts';
import type { Failure } from './failure.ts';
import { REMEDIES, SIGNED_OUT } from './remedies.ts';
import type { FailureText } from './remedies.ts';

/** What a sentence about this side is made of; the address stands for "the marketplace" where none is known. */
interface Situation {
  url: string;
  local: boolean;
  message: string;
  remoteName: string | undefined;
}

/** What is said for each reason on this side. */
const EDITOR_TEXTS: Record<EditorFailureReason, (situation: Situation) => FailureText> = {
  no_server: () => ({
    title: 'No marketplace',
    message: 'There is no marketplace here yet.',
    remedy: REMEDIES.connect,
  }),
  no_answer: (failure) => ({
    title: `No answer from ${hostOf(failure.url)}`,
    message: noAnswer(failure),
    remedy: REMEDIES.retry,
  }),
  too_slow: ({ url }) => ({
    title: `No answer from ${hostOf(url)} in time`,
    message: `${url} did not answer in time. It may be busy, or something on the way holds the answer back.`,
    remedy: REMEDIES.retry,
  }),
  not_a_marketplace: ({ url }) => ({
    title: `${hostOf(url)} is not a marketplace`,
    message: `${url} answers, and not as a marketplace does. Check the address; a proxy's own page answers like this too.`,
    remedy: REMEDIES.connect,
  }),
  not_proved: ({ url }) => ({
    title: `${hostOf(url)} could not prove itself`,
    message: `Another server answers at ${url} than the marketplace that was started there, so it was sent nothing. Start the marketplace again.`,
    remedy: REMEDIES.retry,
  }),
  bad_address: ({ url }) => ({
    title: `${url} is no address`,
    message:
      'The setting skillMarketplace.server is no address: give one like https://skills.example.com.',
    remedy: REMEDIES.connect,
  }),
  restricted_mode: () => ({
    title: 'Restricted Mode',
    message:
      'This folder is in Restricted Mode. A skill tells agents what to do in it, so it is installed only into a folder that you trust.',
    remedy: REMEDIES.trust,
  }),
  sign_in_needed: () => SIGNED_OUT,
  bad_token: () => ({
    title: 'The token is not known',
    message:
      'The marketplace does not take that token. It may have expired or been revoked, or its account be disabled: ask the admin.',
    remedy: REMEDIES.signIn,
  }),
  sign_in_refused: ({ message }) => ({
    title: 'Not signed in',
    message,
    remedy: REMEDIES.signIn,
  }),
  sign_in_over: () => ({
    title: 'The sign-in took too long',
    message: 'The sign-in took too long, or was ended. Start it again.',
    remedy: REMEDIES.signIn,
  }),
  other_marketplace: () => ({
    title: 'From another marketplace',
    message:
      'This skill was installed from another marketplace than the one that is connected. Connect to that one first.',
    remedy: REMEDIES.connect,
  }),
  nothing_installed: () => ({
    title: 'Nothing is installed',
    message: 'No skill is installed here or for your user.',
    remedy: REMEDIES.install,
  }),
  rating_refused: ({ message }) => ({ title: 'Not to be rated by you', message }),
  bundle_refused: ({ message }) => ({
    title: 'The marketplace does not give it out',
    message: `The marketplace does not give the skill's files out: ${message}`,
  }),
};

/** Says a failure on this side; `remoteName` is that of a window whose files are on another machine. */
export function editorText(
  { reason, ...known }: Extract<Failure, { from: 'editor' }>,
  remoteName: string | undefined,
): FailureText {
  const { url = 'the marketplace', local = false, message = '' } = known;
  return EDITOR_TEXTS[reason]({ url, local, message, remoteName });
}

/** The address short enough for a row; what is no address stays as it is. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function noAnswer({ url, local, remoteName }: Situation): string {
  const there = remoteName === undefined ? '' : ` (${remoteName})`;
  if (local) {
    const where = there === '' ? '' : `, on the machine of this window's files${there}`;
    return `The marketplace at ${url} was started before, and is not running. Start it again${where}.`;
  }
  const loopback = /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(url);
  return there !== '' && loopback
    ? `Nothing answers at ${url}. This window's files are on another machine${there}, and so is that address: run the marketplace there, or forward a port there to it.`
    : `${url} cannot be reached. Check the address, the network and that the marketplace is running.`;
}
