import * as vscode from 'vscode';

/** Best first; each with a word, for those who do not count stars. */
const CHOICES = [
  { stars: 5, word: 'Excellent' },
  { stars: 4, word: 'Good' },
  { stars: 3, word: 'Fair' },
  { stars: 2, word: 'Poor' },
  { stars: 1, word: 'Bad' },
] as const;

/** Lets the person choose stars, by arrow keys, digit or word; `current` is the one marked at first. */
export function pickStars(displayName: string, current?: number): Promise<number | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { stars: number }>();
  pick.title = `Rate ${displayName}`;
  pick.placeholder = 'How good is it?';
  pick.matchOnDescription = true;
  pick.items = CHOICES.map(({ stars, word }) => ({
    label: '★'.repeat(stars) + '☆'.repeat(5 - stars),
    description: `${stars} ${word}${stars === current ? ' (your rating)' : ''}`,
    stars,
  }));
  if (current !== undefined) pick.activeItems = pick.items.filter(({ stars }) => stars === current);
  pick.show();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.stars);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
  });
}
