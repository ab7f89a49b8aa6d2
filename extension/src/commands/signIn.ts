import * as vscode from 'vscode';
import { configuredOrigin } from '../connection/configuredServer.ts';
import type { Services } from '../services.ts';

/** Signs in at the team's marketplace; the one on this computer needs no sign-in. */
export async function signIn({ authentication, connection }: Services): Promise<void> {
  const origin = configuredOrigin();
  const { account, url } = await localOrNothing(connection, origin);
  if (account === 'local') {
    // Who came here because the owner's token was refused: the registration may have another.
    connection.reset();
    void vscode.window.showInformationMessage(
      'You own this local marketplace: no sign-in is needed.',
    );
    return;
  }
  const session = await authentication.createSession([url]);
  void vscode.window.showInformationMessage(`Signed in as ${session.account.label}.`);
}

/** A team's marketplace may refuse to say who it is before the sign-in. */
async function localOrNothing(
  connection: Services['connection'],
  origin: string | undefined,
): Promise<{ account: 'local' | 'none' | 'token'; url: string }> {
  if (origin === undefined) return connection.marketplace();
  return connection.marketplace().catch(() => ({ account: 'none', url: origin }));
}
