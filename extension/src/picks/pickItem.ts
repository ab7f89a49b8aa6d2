import * as vscode from 'vscode';
import { PICK_BUTTONS } from '../search/pickRow.ts';
import type { PickButton, PickHeading, PickRow } from '../search/pickRow.ts';
import type { SearchRequest } from '../search/searchRequest.ts';

/** An entry of a QuickPick with the row that it draws; a heading has none. */
export interface PickItem extends vscode.QuickPickItem {
  row?: PickRow | undefined;
  /** What the list answers that it stands in. */
  answers?: SearchRequest | undefined;
}

const BUTTONS: Record<PickButton, vscode.QuickInputButton> = {
  install: { iconPath: new vscode.ThemeIcon('cloud-download'), tooltip: 'Install' },
  details: {
    iconPath: new vscode.ThemeIcon('open-preview'),
    tooltip: 'Open Details Behind the List',
  },
  forget: { iconPath: new vscode.ThemeIcon('close'), tooltip: 'Forget This Search' },
};

/** What a button of a row does. */
export function buttonOf(button: vscode.QuickInputButton): PickButton | undefined {
  return PICK_BUTTONS.find((name) => BUTTONS[name] === button);
}

/** How VS Code draws a row of a picker. */
export function pickItem(row: PickRow | PickHeading, answers: SearchRequest): PickItem {
  if ('heading' in row) return { label: row.heading, kind: vscode.QuickPickItemKind.Separator };
  const { label, description, detail, buttons = [] } = row;
  return {
    label,
    ...(description === undefined ? {} : { description }),
    ...(detail === undefined ? {} : { detail }),
    buttons: buttons.map((button) => BUTTONS[button]),
    // The server has searched: what it found in a README would fail VS Code's own filter.
    alwaysShow: true,
    row,
    answers,
  };
}

/** More than any list here has. */
const PLACES = 64;
/** A separator without a label is drawn nowhere. */
const NOTHING = { label: '', kind: vscode.QuickPickItemKind.Separator };

/**
 * The items at other places than those of the list before, by turns. VS Code names an item by its
 * place: an Enter that is on its way while the list changes would mean another skill. What stood at
 * those places stays there unseen, so that it means what the person saw.
 */
export function inPlace(
  items: readonly PickItem[],
  before: readonly PickItem[],
  turn: number,
): PickItem[] {
  const unseen = before.map(({ row, answers }) => ({ ...NOTHING, row, answers }));
  const [first, second] = turn % 2 === 0 ? [items, unseen] : [unseen, items];
  const gap = Array.from({ length: PLACES - first.length }, () => NOTHING);
  return [...first, ...gap, ...second];
}

/**
 * Keeps the items in the order in which they are given while the person types. Every VS Code has the
 * switch, its types do not: otherwise items whose labels hold the text come first.
 */
export function keepOrder(pick: vscode.QuickPick<PickItem>): void {
  Object.assign(pick, { sortByLabel: false });
}
