import { z } from 'zod';

const text = z.string().trim().min(1).optional();

const address = z
  .url({ protocol: /^https?$/, error: 'give an address like https://login.example.com' })
  .optional();

const claim = z
  .string()
  .regex(/^[^=\s][^=]*=.+$/, 'give a claim and its value, as groups=engineering')
  .optional();

/** The variables that say where people sign in, as they stand in the environment. */
export const SignInVariables = z.object({
  OIDC_ISSUER: address,
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  OIDC_CLIENT_SECRET_FILE: text,
  OIDC_SCOPES: z
    .string()
    .default('openid profile email')
    .refine((scopes) => scopes.split(/\s+/).includes('openid'), 'openid must be one of them'),
  /** `*` where a public provider is meant to let everybody in. */
  OIDC_REQUIRED_CLAIM: z.union([z.literal('*'), claim], {
    error: 'give a claim and its value, as groups=engineering',
  }),
  OIDC_ADMIN_CLAIM: claim,
  OIDC_REVIEWER_CLAIM: claim,
  GITHUB_URL: address,
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  GITHUB_CLIENT_SECRET_FILE: text,
  GITHUB_ORGANISATION: z
    .string()
    .regex(/^(?:\*|[a-z\d](?:[a-z\d-]{0,98}[a-z\d])?)$/i, 'give the name of an organisation, or *')
    .optional(),
});
export type SignInVariables = z.infer<typeof SignInVariables>;
