/** An account without rights of its own: `nobody`. */
export const ORDINARY_USER_ID = 65_534;

/** Put before a command, as root, runs it as that account. */
export const asOrdinaryUser = [
  'setpriv',
  `--reuid=${ORDINARY_USER_ID}`,
  `--regid=${ORDINARY_USER_ID}`,
  '--clear-groups',
] as const;
