import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { InstallFailure } from '../install/index.ts';
import { pickInstalled } from '../picks/pickInstalled.ts';
import type { Services } from '../services.ts';

/** Opens the SKILL.md of an installed skill. */
export async function openInstalled(services: Services, row: unknown): Promise<void> {
  const skill = await pickInstalled(services, row, 'Which installed skill is opened?');
  if (skill === undefined) return;
  const [target] = skill.targets;
  await openSkillFile(skill.root.folder, `${target ?? ''}/${skill.installName}`);
}

/**
 * Opens the SKILL.md of a skill's folder, however its name is spelt.
 *
 * @throws InstallFailure `not_installed` when the file is gone
 */
export async function openSkillFile(root: string, folder: string): Promise<void> {
  const place = path.join(root, folder);
  const names = await readdir(place).catch(() => []);
  const name = names.find((candidate) => candidate.toLowerCase() === 'skill.md');
  if (name === undefined) {
    throw new InstallFailure(
      'not_installed',
      `There is no SKILL.md in ${folder}: install it again.`,
    );
  }
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(place, name)));
}
