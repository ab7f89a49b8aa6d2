import path from 'node:path';
import * as vscode from 'vscode';
import type { Environment } from '../environment.ts';
import { listInstalled } from '../install/index.ts';
import type { InstalledSkill } from '../install/index.ts';
import { personalRoot, workspaceRoots } from './roots.ts';
import type { NamedRoot } from './roots.ts';

/** What one root has, or why that cannot be said. */
export type RootContents = NamedRoot & ({ skills: InstalledSkill[] } | { error: unknown });

/** What is installed in the roots of this window, read from disk once and again when that changes. */
export class InstalledIndex implements vscode.Disposable {
  readonly #environment: Environment;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #watchers: vscode.Disposable[] = [];
  #contents: Promise<RootContents[]> | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
        this.refresh();
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => void this.#onSaved(uri)),
    ];
    this.#watch();
  }

  /** Every root with its skills, the workspace folders first. */
  contents(): Promise<RootContents[]> {
    this.#contents ??= Promise.all(
      [...workspaceRoots(), personalRoot(this.#environment)].map(contentsOf),
    );
    return this.#contents;
  }

  /** All that is installed; roots that cannot be read are left out. */
  async skills(): Promise<InstalledSkill[]> {
    const contents = await this.contents();
    return contents.flatMap((root) => ('skills' in root ? root.skills : []));
  }

  /** References of what is installed from a marketplace. */
  async references(instanceId: string): Promise<ReadonlySet<string>> {
    const skills = await this.skills();
    const own = skills.filter(({ marketplace }) => marketplace?.instanceId === instanceId);
    return new Set(own.map(({ reference }) => reference));
  }

  /** Where a skill of a marketplace is installed. */
  async find(instanceId: string, reference: string): Promise<InstalledSkill[]> {
    const skills = await this.skills();
    return skills.filter(
      (skill) => skill.marketplace?.instanceId === instanceId && skill.reference === reference,
    );
  }

  /** Reads the disk again. */
  refresh(): void {
    this.#contents = undefined;
    this.#changed.fire();
  }

  dispose(): void {
    for (const disposable of [...this.#watchers, ...this.#subscriptions]) disposable.dispose();
  }

  #watch(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    const roots = [...workspaceRoots(), personalRoot(this.#environment)];
    this.#watchers = roots.flatMap(({ root: { lockfile } }) => {
      const folder = vscode.Uri.file(path.dirname(lockfile));
      const pattern = new vscode.RelativePattern(folder, path.basename(lockfile));
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const refresh = () => this.refresh();
      return [
        watcher,
        watcher.onDidChange(refresh),
        watcher.onDidCreate(refresh),
        watcher.onDidDelete(refresh),
      ];
    });
  }

  /** A saved file of a skill makes it edited, or intact again. */
  async #onSaved(uri: vscode.Uri): Promise<void> {
    if (this.#contents === undefined || uri.scheme !== 'file') return;
    const isOfSkill = (await this.skills()).some(({ root, targets, installName }) =>
      targets.some((target) =>
        uri.fsPath.startsWith(path.join(root.folder, target, installName) + path.sep),
      ),
    );
    if (isOfSkill) this.refresh();
  }
}

async function contentsOf(named: NamedRoot): Promise<RootContents> {
  try {
    return { ...named, skills: await listInstalled([named.root]) };
  } catch (error) {
    return { ...named, error };
  }
}
