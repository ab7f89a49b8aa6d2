import * as vscode from 'vscode';
import { VIEWS } from '../ids.ts';
import { pickSearch } from '../picks/pickSkill.ts';
import { isSearchRow } from '../picks/subject.ts';
import { EVERYTHING } from '../search/searchRequest.ts';
import type { Services } from '../services.ts';

/** Searches while one types, then opens a skill or shows all that is found in Browse; its row there changes the search. */
export async function search(services: Services, row: unknown): Promise<void> {
  const start = isSearchRow(row) ? row.request : EVERYTHING;
  const picked = await pickSearch(services, start);
  if (picked?.kind === 'skill') {
    await services.details.open(picked.marketplace.instanceId, picked.skill.reference);
  }
  if (picked?.kind !== 'search') return;
  services.browse.search(picked.request);
  await vscode.commands.executeCommand(`${VIEWS.browse}.focus`);
}
