import * as vscode from 'vscode';

const COMMAND = 'npx pnpm@12 marketplace import <folder>';

/** Shows the command that imports every skill of a repository. */
export async function addFromRepository(): Promise<void> {
  const copy = 'Copy command';
  const chosen = await vscode.window.showInformationMessage(
    `Clone the repository on the marketplace's machine. Then run “${COMMAND}” in the marketplace's checkout: it imports every SKILL.md below that folder.`,
    copy,
  );
  if (chosen === copy) await vscode.env.clipboard.writeText(COMMAND);
}
