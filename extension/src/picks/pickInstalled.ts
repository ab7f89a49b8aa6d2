import * as vscode from 'vscode';
import { EditorFailure } from '../failures/editorFailure.ts';
import type { InstalledSkill } from '../install/index.ts';
import { installedRow } from '../installed/installedRow.ts';
import type { Services } from '../services.ts';
import { isInstalledRow, isSkillRow } from './subject.ts';

/**
 * The installed skill of a row; without a row, or when it is installed in several places, the person
 * is asked.
 *
 * @throws EditorFailure `nothing_installed`
 */
export async function pickInstalled(
  { installed }: Services,
  row: unknown,
  question: string,
): Promise<InstalledSkill | undefined> {
  if (isInstalledRow(row)) return row.installed;
  const candidates = isSkillRow(row)
    ? await installed.find(row.instanceId, row.skill.reference)
    : await installed.skills();
  const [first] = candidates;
  if (first === undefined) throw new EditorFailure('nothing_installed');
  if (isSkillRow(row) && candidates.length === 1) return first;
  const chosen = await vscode.window.showQuickPick(
    candidates.map((skill) => {
      const { label, description } = installedRow(skill);
      return { label, description, detail: `${skill.reference} in ${skill.root.folder}`, skill };
    }),
    { placeHolder: question, matchOnDetail: true },
  );
  return chosen?.skill;
}
