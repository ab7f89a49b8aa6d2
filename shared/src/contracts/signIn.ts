import { z } from 'zod';
import { Scope } from './server.ts';
import { TokenName } from './tokens.ts';

/** The ways to sign in that a server may be set up for. */
export const SignInMethodId = z.enum(['oidc', 'github']);
export type SignInMethodId = z.infer<typeof SignInMethodId>;

/** One way to sign in; `name` is the provider's host, or what people call it. */
export const SignInMethod = z.object({ id: SignInMethodId, name: z.string() });
export type SignInMethod = z.infer<typeof SignInMethod>;

/** Output of `signIn.methods`; empty where people have tokens from their admin only. */
export const SignInMethods = z.object({ methods: z.array(SignInMethod) });
export type SignInMethods = z.infer<typeof SignInMethods>;

/** Input of `signIn.start`. */
export const SignInStartInput = z.object({
  method: SignInMethodId,
  /** Where the token will be used, in the person's list of tokens: as `VS Code on ada-laptop`. */
  device: TokenName.optional(),
});
export type SignInStartInput = z.infer<typeof SignInStartInput>;

/** An address that is opened in a browser. */
const PageAddress = z.url({ protocol: /^https?$/ });

/** Output of `signIn.start`: what the person does at the provider (RFC 8628), and how often to ask whether it is done. */
export const StartedSignIn = z.object({
  /** For `signIn.finish`; whoever has it gets the token, so it is kept like one. */
  attempt: z.string(),
  /** The person enters it at `verificationUri`, or compares it there. */
  userCode: z.string(),
  verificationUri: PageAddress,
  /** With the code in it, where the provider has such an address. */
  verificationUriComplete: PageAddress.optional(),
  intervalSeconds: z.number().int().positive(),
  expiresAt: z.date(),
});
export type StartedSignIn = z.infer<typeof StartedSignIn>;

/** Input of `signIn.finish`. */
export const SignInFinishInput = z.object({ attempt: z.string().min(1).max(200) });

/** Output of `signIn.finish`: to be asked again after the interval, or the one time that the token is shown. */
export const SignInResult = z.discriminatedUnion('status', [
  z.object({ status: z.literal('pending'), intervalSeconds: z.number().int().positive() }),
  /** Asked sooner than the interval says. */
  z.object({ status: z.literal('slow_down'), intervalSeconds: z.number().int().positive() }),
  z.object({
    status: z.literal('done'),
    token: z.string(),
    /** For `tokens.revoke`. */
    tokenId: z.uuid(),
    scopes: z.array(Scope),
    expiresAt: z.date(),
    user: z.object({ id: z.uuid(), name: z.string() }),
  }),
]);
export type SignInResult = z.infer<typeof SignInResult>;
