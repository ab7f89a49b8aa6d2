import * as vscode from 'vscode';
import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { SkillNode } from '../browse/browseNode.ts';
import { COMMANDS } from '../ids.ts';
import type { InstalledIndex } from '../installed/installedIndex.ts';

/** What of the skills in a picker is installed, and what it installs itself. */
export class PickInstalls implements vscode.Disposable {
  readonly #index: InstalledIndex;
  readonly #onChange: () => void;
  readonly #subscription: vscode.Disposable;
  readonly #installing = new Set<string>();
  #instanceId: string | undefined;
  #installed: ReadonlySet<string> = new Set();

  constructor(index: InstalledIndex, onChange: () => void) {
    this.#index = index;
    this.#onChange = onChange;
    this.#subscription = index.onDidChange(() => void this.#readAgain());
  }

  /** References of what is installed. */
  get installed(): ReadonlySet<string> {
    return this.#installed;
  }

  /** References of what is being installed. */
  get installing(): ReadonlySet<string> {
    return this.#installing;
  }

  /** Reads what is installed from a marketplace. */
  async read(instanceId: string): Promise<void> {
    this.#instanceId = instanceId;
    this.#installed = await this.#index.references(instanceId);
  }

  /** Installs a skill; the command itself tells how that went. */
  async install(skill: SkillSummary, instanceId: string): Promise<void> {
    const { id, reference } = skill;
    if (this.#installing.has(reference)) return;
    const row: SkillNode = { kind: 'skill', id, skill, instanceId, isInstalled: false };
    this.#installing.add(reference);
    this.#onChange();
    try {
      await vscode.commands.executeCommand(COMMANDS.install, row);
    } finally {
      this.#installing.delete(reference);
      await this.#readAgain();
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #readAgain(): Promise<void> {
    if (this.#instanceId === undefined) return;
    await this.read(this.#instanceId);
    this.#onChange();
  }
}
