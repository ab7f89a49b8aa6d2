/** Why something failed on this side, before or between the calls; screens switch on it. */
export const EDITOR_FAILURE_REASONS = [
  /** No setting and no local marketplace. */
  'no_server',
  /** No connection. */
  'no_answer',
  /** Connected, and no answer in time. */
  'too_slow',
  /** What answered does not speak as a marketplace. */
  'not_a_marketplace',
  /** A local address answers, and not as the marketplace that was registered there. */
  'not_proved',
  /** The setting is no address. */
  'bad_address',
  'restricted_mode',
  /** What was asked needs an account. */
  'sign_in_needed',
  /** A token that the marketplace does not know. */
  'bad_token',
  /** The provider, or the marketplace by what it said, let nobody in. */
  'sign_in_refused',
  /** A sign-in that took too long. */
  'sign_in_over',
  /** The skill comes from another marketplace than the one that is connected. */
  'other_marketplace',
  'nothing_installed',
  /** The marketplace does not give the bundle out. */
  'bundle_refused',
  /** The marketplace does not let this person rate the skill. */
  'rating_refused',
] as const;

/** Why something failed on this side, in a word. */
export type EditorFailureReason = (typeof EDITOR_FAILURE_REASONS)[number];

/** What a sentence may need beside the reason. */
export interface EditorFailureDetails {
  /** The origin that was asked. */
  url?: string;
  /** The address belongs to a marketplace that registered itself here. */
  local?: boolean;
  /** What the marketplace said. */
  message?: string;
  cause?: unknown;
}

/** A failure that the person can act on, by a stable reason. */
export class EditorFailure extends Error {
  override readonly name = 'EditorFailure';
  readonly reason: EditorFailureReason;
  readonly details: EditorFailureDetails;

  constructor(reason: EditorFailureReason, details: EditorFailureDetails = {}) {
    super(details.url === undefined ? reason : `${reason}: ${details.url}`, {
      cause: details.cause,
    });
    this.reason = reason;
    this.details = details;
  }
}
