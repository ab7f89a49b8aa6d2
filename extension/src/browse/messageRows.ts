import { toFailure } from '../failures/failure.ts';
import { hostOf } from '../failures/editorTexts.ts';
import { failureText } from '../failures/failureText.ts';
import type { Remedy } from '../failures/remedies.ts';
import { COMMANDS } from '../ids.ts';
import type { MessageNode } from './browseNode.ts';

/** The rows in place of what has not come yet. */
export function waitingRows(id: string, url?: string): MessageNode[] {
  const tooltip = 'No answer yet. It will be shown when it comes.';
  return [
    {
      kind: 'message',
      id: `${id}/waiting`,
      label: `Still waiting for ${url === undefined ? 'the marketplace' : hostOf(url)}…`,
      tooltip,
      icon: 'loading~spin',
    },
    actionRow(`${id}/askAgain`, { title: 'Ask Again', command: COMMANDS.refresh }, tooltip),
  ];
}

/** The rows in place of what could not be had: what failed, and what helps. */
export function failureRows(id: string, error: unknown, remoteName?: string): MessageNode[] {
  const { title, message, remedy } = failureText(toFailure(error), remoteName);
  return [
    {
      kind: 'message',
      id: `${id}/failure`,
      label: title,
      tooltip: message,
      icon: 'warning',
      ...(remedy === undefined ? {} : { command: remedy }),
    },
    ...(remedy === undefined ? [] : [actionRow(`${id}/remedy`, remedy, message)]),
  ];
}

/** The row of a list without skills. */
export function emptyRows(id: string): MessageNode[] {
  return [{ kind: 'message', id: `${id}/empty`, label: 'No skills here yet', icon: 'info' }];
}

/** The last row of a small catalogue. */
export function addSkillsRow(): MessageNode {
  return {
    kind: 'message',
    id: 'addFromRepository',
    label: 'Add skills from a git repository…',
    tooltip: 'Shows the command that imports every SKILL.md of a repository into this marketplace.',
    icon: 'repo',
    command: { command: COMMANDS.addFromRepository, title: 'Add Skills' },
  };
}

function actionRow(id: string, remedy: Remedy, tooltip?: string): MessageNode {
  return {
    kind: 'message',
    id,
    label: remedy.title,
    ...(tooltip === undefined ? {} : { tooltip }),
    icon: ICONS[remedy.command] ?? 'arrow-right',
    command: remedy,
  };
}

const ICONS: Readonly<Record<string, string>> = {
  [COMMANDS.refresh]: 'refresh',
  [COMMANDS.signIn]: 'account',
  [COMMANDS.connect]: 'plug',
};
