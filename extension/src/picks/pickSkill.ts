import * as vscode from 'vscode';
import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import { installsText, oneLine, starsText } from '../browse/skillRow.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import { toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';

const LIMIT = 50;
/** Between two strokes of a key nobody wants an answer. */
const TYPING_PAUSE_MS = 200;

interface SkillItem extends vscode.QuickPickItem {
  skill?: SkillSummary;
}

/** Lets the person choose a skill by searching for it; `undefined` when they choose none. */
export function pickSkill(
  { client, url }: Marketplace,
  question: string,
): Promise<SkillSummary | undefined> {
  const pick = vscode.window.createQuickPick<SkillItem>();
  pick.placeholder = question;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let asking = new AbortController();
  let pause: NodeJS.Timeout | undefined;

  const search = async (query: string) => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    pick.busy = true;
    const items = await client.skills.search
      .query({ ...(query === '' ? {} : { query }), limit: LIMIT }, { signal })
      .then(
        (found) => (found.items.length === 0 ? [nothingFound(query)] : found.items.map(itemOf)),
        (error: unknown) => [failed(error)],
      );
    // A newer search, or the end, has taken over.
    if (signal.aborted) return;
    pick.items = items;
    pick.busy = false;
  };
  pick.title = `Skills at ${url}`;
  pick.show();
  void search('');

  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      clearTimeout(pause);
      // What was found for other words must not be chosen by an early Enter.
      asking.abort();
      pick.items = [];
      pick.busy = true;
      pause = setTimeout(() => void search(value.trim()), TYPING_PAUSE_MS);
    });
    pick.onDidAccept(() => {
      const skill = pick.selectedItems[0]?.skill;
      if (skill === undefined) return;
      resolve(skill);
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(pause);
      asking.abort();
      pick.dispose();
      resolve(undefined);
    });
  });
}

function itemOf(skill: SkillSummary): SkillItem {
  const facts = [skill.reference, starsText(skill), installsText(skill)];
  return {
    label: oneLine(skill.displayName),
    description: facts.filter((fact) => fact !== undefined).join(' · '),
    detail: oneLine(skill.description),
    // The server has searched: what it found in a README would fail VS Code's own filter.
    alwaysShow: true,
    skill,
  };
}

function nothingFound(query: string): SkillItem {
  return {
    label: query === '' ? '$(info) No skills here yet' : `$(info) No skills for “${query}”`,
    alwaysShow: true,
  };
}

function failed(error: unknown): SkillItem {
  const { title, message } = failureText(toFailure(error), vscode.env.remoteName);
  return { label: `$(warning) ${title}`, detail: message, alwaysShow: true };
}
