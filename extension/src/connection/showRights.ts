import * as vscode from 'vscode';
import { CONTEXT_KEYS } from '../ids.ts';
import type { Connection } from './connection.ts';
import type { Marketplace } from './marketplace.ts';
import { mayReview } from './rights.ts';

/** Keeps the keys that `when` clauses ask for what the account may do; until it is known, nothing. */
export function showRights(connection: Connection): vscode.Disposable {
  return vscode.Disposable.from(
    connection.onDidChange(() => show(false)),
    connection.onDidConnect((marketplace) => void ask(marketplace)),
  );
}

async function ask({ client, account }: Marketplace): Promise<void> {
  if (account === 'none') return show(false);
  // A marketplace that does not answer says so elsewhere.
  const me = await client.session.whoAmI.query().catch(() => undefined);
  show(me !== undefined && mayReview(me));
}

function show(value: boolean): void {
  void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.mayReview, value);
}
