import { toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { COMMANDS } from '../ids.ts';
import type { MessageNode } from './browseNode.ts';

/** The row in place of what has not come yet; a click asks anew. */
export function waitingRow(id: string, url?: string): MessageNode {
  return {
    kind: 'message',
    id: `${id}/waiting`,
    label: `Still waiting for ${url ?? 'the marketplace'}…`,
    tooltip: 'No answer yet. It will be shown when it comes; a click asks again.',
    icon: 'loading~spin',
    command: { command: COMMANDS.refresh, title: 'Ask Again' },
  };
}

/** The row in place of what could not be had; a click does what helps. */
export function failureRow(id: string, error: unknown, remoteName?: string): MessageNode {
  const { title, message, remedy } = failureText(toFailure(error), remoteName);
  return {
    kind: 'message',
    id: `${id}/failure`,
    label: title,
    tooltip: remedy === undefined ? message : `${message}\n\nClick: ${remedy.title}`,
    icon: 'warning',
    ...(remedy === undefined ? {} : { description: remedy.title, command: remedy }),
  };
}

/** The row of a list without skills. */
export function emptyRow(id: string, query: string | undefined): MessageNode {
  return query === undefined
    ? { kind: 'message', id: `${id}/empty`, label: 'No skills here yet', icon: 'info' }
    : {
        kind: 'message',
        id: `${id}/empty`,
        label: `No skills for “${query}”`,
        description: 'Search for other words',
        tooltip: 'Nothing was found. Search for fewer or other words.',
        icon: 'info',
        command: { command: COMMANDS.search, title: 'Search…' },
      };
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
