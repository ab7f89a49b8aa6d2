import * as vscode from 'vscode';
import { configuredOrigin } from '../connection/configuredServer.ts';
import type { Services } from '../services.ts';

/** Signs out of the team's marketplace. */
export async function signOut({ authentication }: Services): Promise<void> {
  const origin = configuredOrigin();
  const [session] = origin === undefined ? [] : await authentication.getSessions([origin]);
  if (session === undefined) {
    void vscode.window.showInformationMessage('You are not signed in.');
    return;
  }
  await authentication.removeSession(session.id);
  void vscode.window.showInformationMessage(`Signed out of ${session.id}.`);
}
