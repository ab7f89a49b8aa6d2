import * as vscode from 'vscode';
import { EditorFailure } from '../failures/editorFailure.ts';
import { personalRoot, workspaceRoots } from '../installed/roots.ts';
import type { NamedRoot } from '../installed/roots.ts';
import type { Services } from '../services.ts';

const REMEMBERED_FOLDER = 'install.folder';

/**
 * Where to install: the folder of the workspace; of several the one that the person chooses once.
 *
 * @throws EditorFailure `restricted_mode`
 */
export async function pickRoot({ environment, memory }: Services): Promise<NamedRoot | undefined> {
  if (!vscode.workspace.isTrusted) throw new EditorFailure('restricted_mode');
  const roots = workspaceRoots();
  const [first, ...others] = roots;
  if (first === undefined) return withoutFolder(personalRoot(environment));
  if (others.length === 0) return first;
  const remembered = memory.get<unknown>(REMEMBERED_FOLDER);
  const known = roots.find(({ root }) => root.folder === remembered);
  if (known !== undefined) return known;
  const chosen = await vscode.window.showQuickPick(
    roots.map((root) => ({ label: root.name, description: root.root.folder, root })),
    { placeHolder: 'Which folder are skills installed into? It is asked once.' },
  );
  if (chosen === undefined) return undefined;
  await memory.update(REMEMBERED_FOLDER, chosen.root.root.folder);
  return chosen.root;
}

async function withoutFolder(personal: NamedRoot): Promise<NamedRoot | undefined> {
  const open = 'Open Folder…';
  const install = 'Install for My User';
  const chosen = await vscode.window.showInformationMessage(
    'No folder is open. Open the one that the skill is for, or install it for your user: then it is there in every folder.',
    open,
    install,
  );
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.files.openFolder');
  return chosen === install ? personal : undefined;
}
