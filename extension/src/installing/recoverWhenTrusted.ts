import * as vscode from 'vscode';
import { toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { recoverInterrupted } from '../install/index.ts';
import { personalRoot, workspaceRoots } from '../installed/roots.ts';
import type { Services } from '../services.ts';

/** Ends what a crash interrupted: at start, or once the person trusts the workspace. */
export function recoverWhenTrusted(services: Services): vscode.Disposable {
  if (vscode.workspace.isTrusted) void recover(services);
  return vscode.workspace.onDidGrantWorkspaceTrust(() => void recover(services));
}

async function recover({ environment, installed, log }: Services): Promise<void> {
  for (const { root, name } of [...workspaceRoots(), personalRoot(environment)]) {
    try {
      const [recovered] = await recoverInterrupted([root]);
      if (recovered === undefined) continue;
      log.info(`An interrupted change in ${name} was ended.`);
      installed.refresh();
    } catch (error) {
      // The next install there tries again, and says to the person what is wrong.
      log.warn(`${name}: ${failureText(toFailure(error)).message}`);
    }
  }
}
