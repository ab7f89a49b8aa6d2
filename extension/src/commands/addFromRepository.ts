import * as vscode from 'vscode';

const COMMAND = 'npx pnpm@12 marketplace import <URL of a git repository>';

/** Shows the command that imports every skill of a repository. */
export async function addFromRepository(): Promise<void> {
  const copy = 'Copy command';
  const chosen = await vscode.window.showInformationMessage(
    `On the marketplace's machine, run “${COMMAND}” in the marketplace's checkout: it imports every SKILL.md of the repository. A folder or a zip will do as well.`,
    copy,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(COMMAND);
}
