import * as vscode from 'vscode';
import { COMMANDS } from '../ids.ts';
import type { BrowseNode, MessageNode, MoreNode, SearchNode, SkillNode } from './browseNode.ts';
import { skillRow } from './skillRow.ts';

/** How VS Code draws a row of Browse. */
export function browseItem(node: BrowseNode): vscode.TreeItem {
  if (node.kind === 'skill') return skillItem(node);
  if (node.kind === 'section') return openable(node.id, node.label, node.icon, node.description);
  if (node.kind === 'categories') return openable(node.id, 'Categories', 'symbol-folder');
  if (node.kind === 'more') return moreItem(node);
  if (node.kind === 'search') return searchItem(node);
  return messageItem(node);
}

function skillItem(node: SkillNode): vscode.TreeItem {
  const row = skillRow(node.skill, node.isInstalled);
  const item = new vscode.TreeItem(row.label);
  item.id = node.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.accessibilityInformation = { label: row.spoken };
  item.iconPath = new vscode.ThemeIcon(
    row.icon,
    ...(node.isInstalled ? [new vscode.ThemeColor('testing.iconPassed')] : []),
  );
  item.contextValue = node.isInstalled ? 'skill.installed' : 'skill';
  item.command = { command: COMMANDS.showDetails, title: 'Show Details', arguments: [node] };
  return item;
}

function moreItem(node: MoreNode): vscode.TreeItem {
  const item = new vscode.TreeItem('Load more…');
  item.id = node.id;
  item.description = `${node.shown} of ${node.total}`;
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: COMMANDS.loadMore, title: 'Load More', arguments: [node] };
  return item;
}

function searchItem(node: SearchNode): vscode.TreeItem {
  const { id, label, description, tooltip, does } = node;
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.tooltip = tooltip;
  item.iconPath = new vscode.ThemeIcon('search');
  item.contextValue = does === 'change' ? 'search' : 'search.corrected';
  if (description !== undefined) item.description = description;
  item.accessibilityInformation = {
    label: [label, ...(description === undefined ? [] : [description]), tooltip].join(', '),
  };
  item.command =
    does === 'change'
      ? { command: COMMANDS.search, title: 'Change the Search', arguments: [node] }
      : { command: COMMANDS.searchExactly, title: 'Search as Written', arguments: [node] };
  return item;
}

function messageItem(node: MessageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label);
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = 'message';
  item.tooltip = node.tooltip ?? node.label;
  if (node.description !== undefined) item.description = node.description;
  if (node.command !== undefined) item.command = node.command;
  return item;
}

function openable(id: string, label: string, icon: string, description?: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = 'section';
  if (description !== undefined) item.description = description;
  return item;
}
