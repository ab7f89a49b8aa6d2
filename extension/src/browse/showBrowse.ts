import * as vscode from 'vscode';
import { VIEWS } from '../ids.ts';
import type { BrowseTree } from './browseTree.ts';

/** What is older than this is asked again when the view is shown; while it is hidden nothing is. */
const STALE_MS = 5 * 60_000;

/** Shows the tree in its view. */
export function showBrowse(tree: BrowseTree): vscode.Disposable {
  const view = vscode.window.createTreeView(VIEWS.browse, {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  return vscode.Disposable.from(
    view,
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && tree.isOlderThan(STALE_MS)) tree.refresh();
    }),
  );
}
