import * as vscode from 'vscode';
import { WALKTHROUGH_ID } from '../ids.ts';

/** Opens the short walkthrough. */
export async function howItWorks(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH_ID, false);
}
