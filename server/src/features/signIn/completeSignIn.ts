import { TOKEN_DAYS } from '@skill-marketplace/shared/contracts';
import type { Scope, SignInResult } from '@skill-marketplace/shared/contracts';
import { signInOver } from '../../errors/failures.ts';
import { ANONYMOUS } from '../accounts/actor.ts';
import { revokeTokens } from '../accounts/revokeTokens.ts';
import type { CallScope } from '../accounts/scope.ts';
import { holdAccounts } from '../accounts/token.repository.ts';
import type { TokenService } from '../accounts/token.service.ts';
import type { User } from '../accounts/user.entity.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { endAttempt, isProofTaken, type DueAttempt } from './signIn.repository.ts';
import { markSignIn, unusedSignIns } from './signInToken.repository.ts';
import { accountOf } from './signedInAccount.ts';
import { notBelieved, type SignedInPerson } from './signInProvider.ts';

/** What everybody's token is for after a sign-in; reviewers and admins get theirs beside these. */
const MEMBER_SCOPES: readonly Scope[] = ['read', 'rate', 'install', 'publish'];

/** Editors that one person is signed in from; the one used longest ago is signed out for one more. */
const MOST_SIGN_INS = 20;

type AttemptScope = Pick<CallScope, 'em' | 'requestId'>;

/** Gives a person the account, its token, and the attempt its end, or nothing of it. */
export function completeSignIn(
  { em: outer, requestId }: AttemptScope,
  tokens: TokenService,
  { id, device }: DueAttempt,
  person: SignedInPerson,
  providerName: string,
): Promise<SignInResult> {
  return outer.transactional(async (em) => {
    const { proof } = person;
    if (proof !== undefined && (await isProofTaken(em, proof))) {
      throw notBelieved(providerName, 'its ID token was used before');
    }
    if (!(await endAttempt(em, id, proof))) throw signInOver();
    // Before any row of an account, as everybody does who changes one.
    await holdAccounts(em);
    const account = await accountOf({ em, requestId }, person);
    const scopes = scopesOf(account);
    const user = { id: account.id, name: account.name };
    const actor = { user, roles: account.roles, scopes, publishers: [] };
    const name = device ?? `signed in through ${providerName}`.slice(0, 100);
    await revokeTokens(
      { em, requestId, actor },
      await unusedSignIns(em, user.id, MOST_SIGN_INS - 1),
    );
    const created = await tokens.create(
      { em, requestId, actor },
      { name, scopes, expiresInDays: TOKEN_DAYS },
    );
    const { token, id: tokenId, expiresAt } = created;
    await markSignIn(em, tokenId);
    return { status: 'done', token, tokenId, scopes, expiresAt, user };
  });
}

/** Ends an attempt for good, and puts on record why. */
export async function refuseSignIn(
  { em: outer, requestId }: AttemptScope,
  { id, method }: DueAttempt,
  why: string,
): Promise<void> {
  await outer.fork().transactional(async (em) => {
    if (!(await endAttempt(em, id))) return;
    recordChange(
      { em, requestId, actor: ANONYMOUS },
      { action: 'signIn.refuse', subjectType: 'signIn', subjectId: id, after: { method, why } },
    );
  });
}

function scopesOf({ roles }: User): Scope[] {
  const isAdmin = roles.includes('admin');
  return [
    ...MEMBER_SCOPES,
    ...(isAdmin || roles.includes('reviewer') ? ['moderate' as const] : []),
    ...(isAdmin ? ['admin' as const] : []),
  ];
}
