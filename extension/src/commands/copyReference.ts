import * as vscode from 'vscode';
import { isInstalledRow, subjectOf } from '../picks/subject.ts';
import type { Services } from '../services.ts';

/** Copies the name by which the marketplace knows a skill. */
export async function copyReference(services: Services, row: unknown): Promise<void> {
  // The lockfile has it, so no marketplace is needed.
  const reference = isInstalledRow(row)
    ? row.installed.reference
    : (await subjectOf(services, row, 'Whose reference is copied?'))?.reference;
  if (reference === undefined) return;
  await vscode.env.clipboard.writeText(reference);
  vscode.window.setStatusBarMessage(`Copied ${reference}`, 4000);
}
