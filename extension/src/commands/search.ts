import * as vscode from 'vscode';
import { VIEWS } from '../ids.ts';
import type { Services } from '../services.ts';

const LONGEST_QUERY = 512;

/** Asks for words and shows what is found in Browse; no words show the catalogue again. */
export async function search({ browse }: Services): Promise<void> {
  const query = await vscode.window.showInputBox({
    title: 'Search Skills',
    prompt: 'Words from a name, a description or a README.',
    placeHolder: 'pull request review',
    value: browse.query ?? '',
    validateInput: (text) => (text.length > LONGEST_QUERY ? 'That is too long.' : undefined),
  });
  if (query === undefined) return;
  browse.search(query.trim() === '' ? undefined : query.trim());
  await vscode.commands.executeCommand(`${VIEWS.browse}.focus`);
}
