import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';

const COMMAND = 'npx pnpm@12 start';

/** Shows how to start a marketplace on this computer; runs nothing by itself. */
export async function startLocal(): Promise<void> {
  const copy = 'Copy Command';
  const terminal = 'Open Terminal';
  const again = 'Look Again';
  const chosen = await vscode.window.showInformationMessage(
    `In a checkout of Skill Marketplace run “${COMMAND}”. It says when it is ready; it is then found by itself.`,
    copy,
    terminal,
    again,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(COMMAND);
  if (chosen === again) await vscode.commands.executeCommand(COMMANDS.refresh);
  if (chosen !== terminal) return;
  const shell = vscode.window.createTerminal('Skill Marketplace');
  shell.show();
  // Written, and not run: the person first goes to the checkout.
  shell.sendText(COMMAND, false);
}
