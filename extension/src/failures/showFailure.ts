import * as vscode from 'vscode';
import { oneLine } from '../browse/skillRow.ts';
import { toFailure } from './failure.ts';
import { failureText } from './failureText.ts';

/** Tells the person what failed, with a button for what helps. */
export async function showFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  const failure = toFailure(error);
  if (failure.from === 'install' && failure.reason === 'cancelled') return;
  const { message: said, remedy } = failureText(failure, vscode.env.remoteName);
  // A server's sentences are other people's text.
  const message = oneLine(said);
  if (failure.from === 'bug') log.error(error instanceof Error ? error : String(error));
  else log.warn(message);
  const show =
    failure.from === 'bug' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
  // A message without a button is cut after its first line.
  const chosen = await show(message, remedy?.title ?? 'Show Log');
  if (chosen === undefined) return;
  if (remedy === undefined) log.show();
  else await vscode.commands.executeCommand(remedy.command);
}
