import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Scope, TOKEN_DAYS } from '@skill-marketplace/shared/contracts';
import { withAdvisoryLock } from '../../database/advisoryLock.ts';
import type { EntityManager, Orm } from '../../database/orm.ts';
import { StartupFailure } from '../../errors/startupFailure.ts';
import { unusable } from '../../secretFile.ts';
import { recordChange } from '../audit/audit.repository.ts';
import { ANONYMOUS, type Actor } from './actor.ts';
import { readBootstrapToken } from './bootstrapToken.ts';
import { addFreeAccount } from './freeAccount.ts';
import { ensurePublisher } from './ensurePublisher.ts';
import { revokeTokens } from './revokeTokens.ts';
import { requireUser } from './scope.ts';
import { DAY_MS, hashToken, newToken } from './token.ts';
import { addToken, isTokenKnown } from './token.repository.ts';
import { holderOfToken } from './tokenHolder.repository.ts';
import { tokensNamed } from './tokenRevocation.repository.ts';
import type { User } from './user.entity.ts';
import { firstAdmin, userById } from './user.repository.ts';

/** The owner's publisher, on servers that only this machine reaches. */
const OWN_PUBLISHER = 'local';
const OWNER_SCOPES = Scope.options;

/** How the first admin is called where nobody owns the machine that it runs on. */
const BOOTSTRAP_ADMIN = 'admin';

/**
 * The owner's account, made at the first start; it holds no token yet. Where others reach the server, the first
 * admin also comes in with the token of `bootstrapTokenFile`, which counts only then. An account that is there
 * already, a disabled admin's too, becomes nobody's owner: without an enabled admin another account is made.
 */
export async function ensureOwner(
  orm: Orm,
  boundToLoopback: boolean,
  bootstrapTokenFile?: string,
): Promise<Actor> {
  return withAdvisoryLock(orm, 'owner', async () => {
    const found = await findOwner(orm.em.fork());
    const isComplete = !boundToLoopback || found?.publishers.includes(OWN_PUBLISHER) === true;
    if (found !== null && isComplete) return found;
    const isBootstrap = found === null && !boundToLoopback && bootstrapTokenFile !== undefined;
    const token = isBootstrap ? readBootstrapToken(bootstrapTokenFile) : undefined;
    await orm.em.fork().transactional(async (em) => {
      const scope = { em, actor: ANONYMOUS };
      const name = token === undefined ? ownerName() : BOOTSTRAP_ADMIN;
      const user =
        found === null
          ? await addFreeAccount(em, name, ['member', 'admin'])
          : await userById(em, requireUser({ actor: found }));
      if (token !== undefined) await addBootstrapToken(em, user, token);
      if (boundToLoopback) (await ensurePublisher(scope, OWN_PUBLISHER)).members.add(user);
      recordChange(scope, {
        action: found === null ? 'user.create' : 'user.update',
        subjectType: 'user',
        subjectId: user.id,
        after: { roles: user.roles, publishers: boundToLoopback ? [OWN_PUBLISHER] : [] },
      });
    });
    const owner = await findOwner(orm.em.fork());
    if (owner === null) throw new Error('the owner that was just made is not there');
    return owner;
  });
}

/**
 * True where the token of the file lets nobody in, since there was an admin before it; a file that was taken away
 * after the first start is as it should be.
 */
export async function isBootstrapVain(orm: Orm, bootstrapTokenFile: string): Promise<boolean> {
  if (!existsSync(bootstrapTokenFile)) return false;
  const token = readUnneeded(bootstrapTokenFile);
  return token === undefined || (await holderOfToken(orm.em.fork(), hashToken(token))) === null;
}

/** What nobody needs any more keeps no server from starting, as a file that was emptied. */
function readUnneeded(bootstrapTokenFile: string): string | undefined {
  try {
    return readBootstrapToken(bootstrapTokenFile);
  } catch (error) {
    if (error instanceof StartupFailure) return undefined;
    throw error;
  }
}

/** Holds as long as a token of `token create` does; the admin makes another one before, or the command line after. */
async function addBootstrapToken(em: EntityManager, user: User, token: string): Promise<void> {
  if (await isTokenKnown(em, hashToken(token))) {
    throw unusable(
      'BOOTSTRAP_TOKEN_FILE',
      'its token was used before, for an account that is no admin any more or is disabled, so put another one into the file',
    );
  }
  const expiresAt = new Date(Date.now() + TOKEN_DAYS * DAY_MS);
  const { id } = addToken(em, user, 'bootstrap', hashToken(token), OWNER_SCOPES, { expiresAt });
  recordChange(
    { em, actor: ANONYMOUS },
    {
      action: 'token.create',
      subjectType: 'token',
      subjectId: id,
      after: { user: user.name, name: 'bootstrap', scopes: OWNER_SCOPES, expiresAt },
    },
  );
}

/**
 * A token that holds for the owner: the one of an earlier start when it still does, or a fresh one,
 * which ends the earlier ones of the same holder, and what was made with them (`holder` names the data directory
 * that keeps it).
 */
export async function ownerToken(
  orm: Orm,
  owner: Actor,
  holder: string,
  kept: string | undefined,
): Promise<string> {
  if (kept !== undefined) {
    const found = await holderOfToken(orm.em.fork(), hashToken(kept));
    if (found !== null && found.actor.user?.id === owner.user?.id) return kept;
  }
  const token = newToken();
  // Several servers of one database each keep a token of their own.
  const name = `owner ${hashToken(holder).slice(0, 16)}`;
  await orm.em.fork().transactional(async (em) => {
    const user = await userById(em, requireUser({ actor: owner }));
    await revokeTokens({ em, actor: owner }, await tokensNamed(em, user.id, name));
    const { id } = addToken(em, user, name, hashToken(token), OWNER_SCOPES);
    recordChange(
      { em, actor: owner },
      { action: 'token.create', subjectType: 'token', subjectId: id, after: { user: user.name } },
    );
  });
  return token;
}

async function findOwner(em: EntityManager): Promise<Actor | null> {
  const owner = await firstAdmin(em);
  return owner === null ? null : { ...owner, scopes: OWNER_SCOPES };
}

function ownerName(): string {
  try {
    return userInfo().username.normalize('NFC');
  } catch {
    // A user id without an entry in the system's list, as in some containers.
    return 'owner';
  }
}
