import { defineEntity, p } from '@mikro-orm/core';
import { SignInMethodId } from '@skill-marketplace/shared/contracts';

const SignInAttemptSchema = defineEntity({
  name: 'SignInAttempt',
  tableName: 'sign_in_attempts',
  properties: {
    id: p.uuid().primary(),
    /** Hex of the sha256 of the attempt's secret, which only the client has. */
    hash: p.character().length(64).unique(),
    method: p.enum(SignInMethodId.options),
    /** Where the token will be used, as the client says. */
    device: p.string().length(100).nullable(),
    /** The device code, readable with the attempt's secret only. */
    sealedCode: p.text(),
    intervalSeconds: p.integer(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    /** When the provider was last asked. */
    polledAt: p.datetime().nullable(),
    /** Signed in, or refused: an attempt is for once. */
    finishedAt: p.datetime().nullable(),
    /** The proof that it was finished with, so that none is taken twice. */
    proof: p.character().length(64).nullable().unique(),
  },
  indexes: [{ name: 'sign_in_attempts_expires_index', properties: ['expiresAt'] }],
});

/** A sign-in that was begun; kept for a day after its end, while its proof could be shown again. */
export class SignInAttempt extends SignInAttemptSchema.class {}
SignInAttemptSchema.setClass(SignInAttempt);
