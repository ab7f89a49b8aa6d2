import * as vscode from 'vscode';
import { failureOf } from '@skill-marketplace/shared/client';
import { WhoAmI } from '@skill-marketplace/shared/contracts';
import { configuredOrigin } from '../connection/configuredServer.ts';
import { clientOf } from '../connection/marketplace.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import type { StoredAccount, TokenStore } from './tokenStore.ts';

type SessionsChange = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** Accounts of team marketplaces in VS Code's Accounts menu; a session's scope is its marketplace's origin. */
export class MarketplaceAuthentication implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #tokens: TokenStore;
  readonly #changed = new vscode.EventEmitter<SessionsChange>();

  readonly onDidChangeSessions = this.#changed.event;

  constructor(tokens: TokenStore) {
    this.#tokens = tokens;
  }

  async getSessions(scopes?: readonly string[]): Promise<vscode.AuthenticationSession[]> {
    const origin = scopes?.[0] ?? configuredOrigin();
    if (origin === undefined) return [];
    const account = await this.#tokens.account(origin);
    return account === undefined ? [] : [sessionOf(origin, account)];
  }

  /** Asks for a token, and keeps it once the marketplace has said whose it is. */
  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    const origin = scopes[0] ?? configuredOrigin();
    if (origin === undefined) throw new EditorFailure('no_server');
    const token = await askToken(origin);
    if (token === undefined) throw new vscode.CancellationError();
    const account = await accountOf(origin, token);
    await this.#tokens.keep(origin, account);
    const session = sessionOf(origin, account);
    this.#changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  async removeSession(origin: string): Promise<void> {
    const removed = await this.getSessions([origin]);
    await this.#tokens.remove(origin);
    this.#changed.fire({ added: [], removed, changed: [] });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

async function askToken(origin: string): Promise<string | undefined> {
  const token = await vscode.window.showInputBox({
    title: 'Sign In',
    prompt: `Paste your token for ${origin}. It is kept in VS Code's secret storage and sent to this address only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      /\s/.test(value.trim()) ? 'A token has no spaces in it.' : undefined,
  });
  return token?.trim() || undefined;
}

async function accountOf(origin: string, token: string): Promise<StoredAccount> {
  const answer: unknown = await clientOf(origin, token)
    .session.whoAmI.query()
    .catch((cause: unknown) => {
      if (failureOf(cause)?.reason !== 'signed_out') throw cause;
      throw new EditorFailure('bad_token', { url: origin, cause });
    });
  const who = WhoAmI.safeParse(answer);
  if (!who.success) throw new EditorFailure('not_a_marketplace', { url: origin });
  if (who.data.user === null) throw new EditorFailure('bad_token', { url: origin });
  return { token, userId: who.data.user.id, userName: who.data.user.name };
}

function sessionOf(origin: string, account: StoredAccount): vscode.AuthenticationSession {
  return {
    id: origin,
    accessToken: account.token,
    account: { id: `${origin}#${account.userId}`, label: `${account.userName} at ${origin}` },
    scopes: [origin],
  };
}
