/** Where the token of a call comes from. */
export interface TokenSource {
  /** The token to send now. */
  get(): Promise<string>;
  /** A call with it failed: with this status, or without an answer. */
  failed(status?: number): void;
}

/** A token that a person signed in with: it is for an origin, whoever answers there. */
export function keptToken(token: string): TokenSource {
  return { get: async () => token, failed: () => undefined };
}
