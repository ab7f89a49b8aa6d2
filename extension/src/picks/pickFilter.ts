import * as vscode from 'vscode';
import type { Facets } from '@skill-marketplace/shared/contracts';
import { filterGroups } from '../search/filterChoices.ts';
import type { SearchRequest } from '../search/searchRequest.ts';

interface FilterItem extends vscode.QuickPickItem {
  request?: SearchRequest;
}

/**
 * Lets the person choose a category, a lower bound of stars or an order, and gives the request with
 * it; the same request after Back, and `undefined` when the list was closed.
 */
export function pickFilter(
  request: SearchRequest,
  facets: Facets,
): Promise<SearchRequest | undefined> {
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.title = 'Filter and Order';
  pick.placeholder = 'A category, stars, or an order';
  pick.buttons = [vscode.QuickInputButtons.Back];
  pick.items = filterGroups(request, facets).flatMap(({ title, choices }): FilterItem[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...choices.map(({ label, count, isChosen, request: chosen }) => ({
      label: `$(${isChosen ? 'check' : 'blank'}) ${label}`,
      ...(count === undefined ? {} : { description: count }),
      request: chosen,
    })),
  ]);
  pick.show();
  return new Promise((resolve) => {
    const end = (chosen: SearchRequest | undefined) => {
      resolve(chosen);
      pick.hide();
    };
    pick.onDidTriggerButton(() => end(request));
    pick.onDidAccept(() => end(pick.selectedItems[0]?.request));
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
  });
}
