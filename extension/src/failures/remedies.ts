import { COMMANDS } from '../ids.ts';

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

/** What helps, by what it does. */
export const REMEDIES = {
  retry: { title: 'Try Again', command: COMMANDS.refresh },
  signIn: { title: 'Sign In', command: COMMANDS.signIn },
  connect: { title: 'Connect…', command: COMMANDS.connect },
  install: { title: 'Install…', command: COMMANDS.install },
  trust: { title: 'Manage Trust…', command: 'workbench.trust.manage' },
} as const satisfies Record<string, Remedy>;

/** Said wherever an account is needed. */
export const SIGNED_OUT: FailureText = {
  title: 'Sign in to go on',
  message: 'This needs an account at the marketplace: sign in.',
  remedy: REMEDIES.signIn,
};
