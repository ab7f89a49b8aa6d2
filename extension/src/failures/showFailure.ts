import * as vscode from 'vscode';
import { toFailure } from './failure.ts';
import { failureText } from './failureText.ts';

/** Tells the person what failed, with a button for what helps; returns at once. */
export function showFailure(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof vscode.CancellationError) return;
  const failure = toFailure(error);
  if (failure.from === 'install' && failure.reason === 'cancelled') return;
  if (failure.from === 'bug') {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window
      .showErrorMessage(failureText(failure).message, 'Show Log')
      .then((chosen) => chosen && log.show());
    return;
  }
  const { message, remedy } = failureText(failure, vscode.env.remoteName);
  void vscode.window
    .showWarningMessage(message, ...(remedy === undefined ? [] : [remedy.title]))
    .then((chosen) => chosen && remedy && vscode.commands.executeCommand(remedy.command));
}
