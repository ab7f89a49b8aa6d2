import { z } from 'zod';

/** The version of this contract; it grows when a client must know the difference. */
export const API_VERSION = 1;

/** Areas that a server may have; what it lacks does not exist on a client's screen. */
export const Feature = z.enum([
  'skills',
  'ratings',
  'installs',
  'publishing',
  'advisories',
  'moderation',
  /** People sign in through a provider: `signIn.methods` names it. */
  'signIn',
]);
export type Feature = z.infer<typeof Feature>;

/** Input of `server.info`. */
export const ServerInfoInput = z
  .object({
    /** 1 to 128 characters; asks the server to prove that it is the registered one. */
    nonce: z.string().min(1).max(128).optional(),
  })
  .default({});

/** Who this server is. */
export const ServerInfo = z.object({
  instanceId: z.uuid(),
  name: z.string(),
  apiVersion: z.number().int(),
  features: z.array(Feature),
  anonymousRead: z.boolean(),
  /** Hex of HMAC-SHA256(instanceSecret, origin + nonce); only with a nonce. */
  proof: z.string().optional(),
});
export type ServerInfo = z.infer<typeof ServerInfo>;

/** What a token may be used for. */
export const Scope = z.enum([
  'read',
  'rate',
  'install',
  'publish',
  'moderate',
  'admin',
  'delegate',
]);
export type Scope = z.infer<typeof Scope>;

/** What a person may be. */
export const Role = z.enum(['member', 'reviewer', 'admin']);
export type Role = z.infer<typeof Role>;

/** How a person is called: 1 to 100 visible characters, in Unicode's form NFC, so that what looks equal is equal. */
export const UserName = z
  .string()
  .trim()
  .normalize('NFC')
  .min(1)
  .max(100)
  .regex(/^[^\p{C}\p{DI}\p{Zl}\p{Zp}]+$/u, 'Use visible characters only.');

/** Output of `session.whoAmI`; `user` is `null` when signed out. */
export const WhoAmI = z.object({
  user: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  roles: z.array(Role),
  scopes: z.array(Scope),
  publishers: z.array(z.object({ name: z.string() })),
});
export type WhoAmI = z.infer<typeof WhoAmI>;

/** `DATA_DIR/credentials.json`, version 1: the owner's way in. */
export const Credentials = z.object({
  version: z.literal(1),
  instanceId: z.uuid(),
  url: z.url(),
  token: z.string().min(1),
  user: z.string(),
});
export type Credentials = z.infer<typeof Credentials>;

/** `servers/<instanceId>.json` in the user's state folder: the credentials and the secret that a proof is made with. */
export const ServerRegistration = Credentials.extend({ instanceSecret: z.string().min(32) });
export type ServerRegistration = z.infer<typeof ServerRegistration>;
