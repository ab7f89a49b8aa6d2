import * as vscode from 'vscode';
import { configuredOrigin } from '../connection/configuredServer.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { askAccount } from './askAccount.ts';
import { endToken } from './endToken.ts';
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

  /** Signs in, and keeps the token once the marketplace has said whose it is. */
  async createSession(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
    const origin = scopes[0] ?? configuredOrigin();
    if (origin === undefined) throw new EditorFailure('no_server');
    const account = await askAccount(origin);
    if (account === undefined) throw new vscode.CancellationError();
    await this.#tokens.keep(origin, account);
    const session = sessionOf(origin, account);
    this.#changed.fire({ added: [session], removed: [], changed: [] });
    return session;
  }

  /** Forgets the token, and has the marketplace end it where it was made for this editor. */
  async removeSession(origin: string): Promise<void> {
    const account = await this.#tokens.account(origin);
    await this.#tokens.remove(origin);
    const removed = account === undefined ? [] : [sessionOf(origin, account)];
    this.#changed.fire({ added: [], removed, changed: [] });
    if (account !== undefined) await endToken(origin, account);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function sessionOf(origin: string, account: StoredAccount): vscode.AuthenticationSession {
  return {
    id: origin,
    accessToken: account.token,
    account: { id: `${origin}#${account.userId}`, label: `${account.userName} at ${origin}` },
    scopes: [origin],
  };
}
