import * as vscode from 'vscode';
import type { Advisory } from '@skill-marketplace/shared/contracts';
import { toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { COMMANDS } from '../ids.ts';
import type { InstalledSkill } from '../install/index.ts';
import type { Advisories } from './advisories.ts';
import type { InstalledIndex, RootContents } from './installedIndex.ts';
import { installedRow } from './installedRow.ts';

/** An installed skill. */
export interface InstalledSkillNode {
  kind: 'installed';
  id: string;
  installed: InstalledSkill;
}

/** Every kind of row in Installed. */
export type InstalledNode =
  | InstalledSkillNode
  | { kind: 'root'; id: string; contents: RootContents }
  | { kind: 'message'; id: string; label: string; tooltip: string; icon: string; opens: string };

/** The rows of Installed: flat where one root has skills, else a row for each root. */
export class InstalledTree implements vscode.TreeDataProvider<InstalledNode>, vscode.Disposable {
  readonly #index: InstalledIndex;
  readonly #advisories: Advisories;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #subscriptions: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(index: InstalledIndex, advisories: Advisories) {
    this.#index = index;
    this.#advisories = advisories;
    this.#subscriptions = vscode.Disposable.from(
      index.onDidChange(() => this.#changed.fire(undefined)),
      advisories.onDidChange(() => this.#changed.fire(undefined)),
    );
  }

  getTreeItem(node: InstalledNode): vscode.TreeItem {
    if (node.kind === 'installed') {
      return skillItem(node, this.#advisories.of(node.installed.digest));
    }
    if (node.kind === 'root') return rootItem(node.id, node.contents);
    return messageItem(node);
  }

  async getChildren(node?: InstalledNode): Promise<InstalledNode[]> {
    if (node !== undefined) return node.kind === 'root' ? rowsOf(node.contents) : [];
    void this.#advisories.want();
    const contents = await this.#index.contents();
    const filled = contents.filter((root) => 'error' in root || root.skills.length > 0);
    const [first] = filled;
    if (first === undefined) return [];
    if (filled.length === 1 && first.scope === 'project') return rowsOf(first);
    return filled.map((root) => ({ kind: 'root', id: root.root.folder, contents: root }));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function rowsOf(contents: RootContents): InstalledNode[] {
  const { folder } = contents.root;
  if ('skills' in contents) {
    return contents.skills.map((installed) => ({
      kind: 'installed',
      id: `${folder}#${installed.key}`,
      installed,
    }));
  }
  const { title, message } = failureText(toFailure(contents.error));
  return [
    {
      kind: 'message',
      id: `${folder}#failure`,
      label: title,
      tooltip: `${message}\n\nClick: open the lockfile`,
      icon: 'warning',
      opens: contents.root.lockfile,
    },
  ];
}

function skillItem(node: InstalledSkillNode, advisory: Advisory | undefined): vscode.TreeItem {
  const row = installedRow(node.installed, advisory);
  const item = new vscode.TreeItem(row.label);
  item.id = node.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.accessibilityInformation = { label: row.spoken };
  item.iconPath = new vscode.ThemeIcon(
    row.icon,
    ...(row.isGrave ? [new vscode.ThemeColor('problemsErrorIcon.foreground')] : []),
  );
  item.contextValue = 'skill.installed';
  item.command = {
    command: COMMANDS.openInstalled,
    title: 'Open SKILL.md',
    arguments: [node],
  };
  return item;
}

function rootItem(id: string, { name, scope }: RootContents): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(scope === 'user' ? 'account' : 'root-folder');
  item.contextValue = 'root';
  if (scope === 'user') item.description = 'in every folder';
  return item;
}

function messageItem(node: Extract<InstalledNode, { kind: 'message' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  item.id = node.id;
  item.tooltip = node.tooltip;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = 'message';
  const { opens } = node;
  item.command = {
    command: 'vscode.open',
    title: 'Open the Lockfile',
    arguments: [vscode.Uri.file(opens)],
  };
  return item;
}
