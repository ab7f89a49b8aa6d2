/** What a claim must be, or hold where it is a list. */
export interface ClaimRule {
  claim: string;
  value: string;
}

/** An OpenID Connect provider that people sign in at. */
export interface OpenIdConfig {
  issuer: string;
  clientId: string;
  /** Left out for a public client. */
  clientSecret?: string | undefined;
  /** With spaces between. */
  scopes: string;
  /** Who may come in; left out for everybody whom the provider knows. */
  requiredClaim?: ClaimRule | undefined;
  /** Who has which role, from each sign-in on; without a rule the provider has no say in it. */
  roleClaims: { admin?: ClaimRule | undefined; reviewer?: ClaimRule | undefined };
}

/** A GitHub that people sign in at: github.com, or an Enterprise Server. */
export interface GitHubConfig {
  /** Its origin. */
  url: string;
  clientId: string;
  /** With it, GitHub's token is ended as soon as it has told who the person is. */
  clientSecret?: string | undefined;
  /** Whose members may come in; left out for everybody with an account there. */
  organisation?: string | undefined;
}

/** The providers that people may sign in at; without any there are only tokens. */
export interface SignInConfig {
  openId?: OpenIdConfig | undefined;
  gitHub?: GitHubConfig | undefined;
}
