import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';

const LONGEST_SHELL_START_MS = 3_000;
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
  await promptOf(shell);
  // Written, and not run: the person first goes to the checkout.
  shell.sendText(COMMAND, false);
}

/** Text that arrives before the prompt would be shown twice. Not every shell tells when it is ready. */
async function promptOf(shell: vscode.Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LONGEST_SHELL_START_MS);
    const subscription = vscode.window.onDidChangeTerminalShellIntegration(({ terminal }) => {
      if (terminal !== shell) return;
      clearTimeout(timer);
      resolve();
    });
    setTimeout(() => subscription.dispose(), LONGEST_SHELL_START_MS);
  });
}
