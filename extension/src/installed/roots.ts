import * as vscode from 'vscode';
import type { AgentScope } from '@skill-marketplace/shared/agents';
import type { Environment } from '../environment.ts';
import { userRoot, workspaceRoot } from '../install/index.ts';
import type { InstallRoot } from '../install/index.ts';

/** A root as people know it. */
export interface NamedRoot {
  root: InstallRoot;
  /** The workspace folder's name, or "User". */
  name: string;
  scope: AgentScope;
  /** Missing for the user's. */
  folder?: vscode.WorkspaceFolder;
}

/** The roots of the workspace folders that are on disk, in their order. */
export function workspaceRoots(): NamedRoot[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map((folder) => ({
      root: workspaceRoot(folder.uri.fsPath),
      name: folder.name,
      scope: 'project',
      folder,
    }));
}

/** The root of the person: what is installed there is there in every folder. */
export function personalRoot({ home, stateDirectory }: Environment): NamedRoot {
  return { root: userRoot({ home, stateDirectory }), name: 'User', scope: 'user' };
}
