import path from 'node:path';
import * as vscode from 'vscode';
import { uninstallSkill } from '../install/index.ts';
import { EditorFailure } from '../failures/editorFailure.ts';
import { uninstalledText } from '../installing/installedText.ts';
import { pickInstalled } from '../picks/pickInstalled.ts';
import type { Services } from '../services.ts';

/** Takes an installed skill off the disk; files that the person changed stay. */
export async function uninstall(services: Services, row: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new EditorFailure('restricted_mode');
  const skill = await pickInstalled(services, row, 'Which skill is uninstalled?');
  if (skill === undefined) return;
  const { root, key, installName, marketplace } = skill;
  const { kept } = await uninstallSkill({ root, key });
  const { folder } = root;
  const told =
    marketplace &&
    services.reports.uninstalled(services.connection, {
      instanceId: marketplace.instanceId,
      folder,
      key,
    });
  services.installed.refresh();
  void report(folder, installName, kept);
  // What is done is said by then: a marketplace that is slow holds only this back.
  await told;
  services.browse.refresh();
  services.details.refresh();
}

/** Names what was kept, and offers to look at it. */
async function report(folder: string, installName: string, kept: readonly string[]): Promise<void> {
  const [first] = kept;
  const text = uninstalledText(installName, kept);
  if (first === undefined) {
    await vscode.window.showInformationMessage(text);
    return;
  }
  const open = 'Open File';
  const chosen = await vscode.window.showWarningMessage(text, open);
  if (chosen === open)
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, first)));
}
