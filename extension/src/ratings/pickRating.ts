import * as vscode from 'vscode';
import type { RateChoice, RateRow } from './rateChoices.ts';

/** Lets the person choose stars, by arrow keys, digit or word, or what else may be done; `current` is marked at first. */
export function pickRating(
  displayName: string,
  rows: readonly RateRow[],
  current: number | undefined,
): Promise<RateChoice | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { choice?: RateChoice }>();
  pick.title = `Rate ${displayName}`;
  pick.placeholder = 'How good is it?';
  pick.matchOnDescription = true;
  pick.items = rows.map((row) =>
    'heading' in row ? { label: row.heading, kind: vscode.QuickPickItemKind.Separator } : row,
  );
  const marked = pick.items.filter(
    ({ choice }) => choice?.does === 'rate' && choice.stars === current,
  );
  if (marked.length > 0) pick.activeItems = marked;
  pick.show();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
  });
}
