import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import { oneLine } from '../browse/skillRow.ts';
import { toFailure } from '../failures/failure.ts';
import { failureText } from '../failures/failureText.ts';
import { COMMANDS } from '../ids.ts';
import type { Found } from './found.ts';
import type { PickAction, PickButton, PickHeading, PickRow } from './pickRow.ts';
import { hasFilters, isEverything } from './searchRequest.ts';
import type { SearchRequest } from './searchRequest.ts';
import type { SessionState } from './searchSession.ts';
import { factsText, filtersText, quoted, resultsText, totalText, whyText } from './searchTexts.ts';

/** What the rows depend on, beside the answer. */
export interface PickContext {
  /** Whether the words may go into Browse, and skills be installed on the way. */
  isSearch: boolean;
  recent: readonly SearchRequest[];
  /** References of what is installed, and of what is on its way. */
  installed: ReadonlySet<string>;
  installing: ReadonlySet<string>;
  /** That of a window whose files are on another machine. */
  remoteName: string | undefined;
}

/** The rows of the picker: what was found, why, and what can be done next. */
export function pickRows(
  { request, shown }: SessionState<Found>,
  context: PickContext,
): (PickRow | PickHeading)[] {
  if (shown === undefined) return isEverything(request) ? recentRows(context) : [];
  if (shown.outcome.state === 'failed') return [failureRow(shown.outcome.error, context)];
  const found = shown.outcome.value;
  if (isEverything(shown.request)) return [...recentRows(context), ...popularRows(found, context)];
  if (found.result.items.length === 0) return nothingRows(shown.request, found, context);
  return [
    ...correctedRows(shown.request, found),
    ...found.result.items.map((skill) => skillRow(skill, found, context)),
    filterRow(shown.request),
    ...(context.isSearch ? [showRow(shown.request, found)] : []),
  ];
}

function recentRows({ recent }: PickContext): (PickRow | PickHeading)[] {
  if (recent.length === 0) return [];
  return [
    { heading: 'Last searches' },
    ...recent.map((request, index): PickRow => {
      const filters = filtersText(request);
      return {
        key: `recent/${index}`,
        label: `$(history) ${request.query === '' ? 'All skills' : oneLine(request.query)}`,
        ...(filters === '' ? {} : { description: filters }),
        buttons: ['forget'],
        action: { does: 'ask', request },
      };
    }),
  ];
}

function popularRows(found: Found, context: PickContext): (PickRow | PickHeading)[] {
  const { items } = found.result;
  if (items.length === 0) {
    return [
      {
        key: 'empty',
        label: '$(info) No skills here yet',
        detail: 'Add skills from a git repository…',
        action: { does: 'run', command: COMMANDS.addFromRepository },
      },
    ];
  }
  return [
    { heading: 'Most installed' },
    ...items.map((skill) => skillRow(skill, found, context)),
    filterRow({ query: '' }),
  ];
}

function skillRow(skill: SkillSummary, { marketplace }: Found, context: PickContext): PickRow {
  const isInstalled = context.installed.has(skill.reference);
  const isOnItsWay = !isInstalled && context.installing.has(skill.reference);
  const canInstall = context.isSearch && !isInstalled && !isOnItsWay && marketplace.has('installs');
  const buttons: PickButton[] = canInstall ? ['install', 'details'] : ['details'];
  return {
    key: `skill/${skill.id}`,
    label: `${isInstalled ? '$(check) ' : ''}${oneLine(skill.displayName)}`,
    description: `${factsText(skill)}${isOnItsWay ? ' · being installed…' : ''}`,
    detail: whyText(skill),
    buttons,
    action: { does: 'choose', skill },
  };
}

function correctedRows(request: SearchRequest, { result }: Found): PickRow[] {
  const { correctedQuery } = result;
  if (correctedQuery === undefined) return [];
  return [
    {
      key: 'corrected',
      label: `$(info) Showing results for ${quoted(correctedQuery)}`,
      description: `search instead for ${quoted(request.query)}`,
      action: { does: 'ask', request: { ...request, exact: true } },
    },
  ];
}

function nothingRows(
  request: SearchRequest,
  { result }: Found,
  { isSearch }: PickContext,
): PickRow[] {
  const label = `$(info) ${resultsText(request, result)}`;
  if (!hasFilters(request)) {
    const detail = 'Try fewer words, other words, or the beginning of one.';
    const action: PickAction = isSearch ? { does: 'show', request } : { does: 'nothing' };
    return [{ key: 'nothing', label, detail, action }];
  }
  const { query, exact } = request;
  const without = { query, ...(exact === undefined ? {} : { exact }) };
  return [
    {
      key: 'nothing',
      label: `${label} · ${filtersText(request)}`,
      detail: 'Enter: search without the filters.',
      action: { does: 'ask', request: without },
    },
    filterRow(request),
  ];
}

/** Buttons of the title cannot be reached by keyboard: this row can. */
function filterRow(request: SearchRequest): PickRow {
  const filters = filtersText(request);
  return {
    key: 'filter',
    label: '$(filter) Filter and order…',
    description: filters === '' ? 'category, rating' : filters,
    action: { does: 'filter' },
  };
}

function showRow(request: SearchRequest, { result }: Found): PickRow {
  const { total, totalIsEstimate } = result;
  const all = total === 1 ? 'the result' : `all ${totalText(total, totalIsEstimate)} results`;
  return {
    key: 'show',
    label: `$(list-unordered) Show ${all} in Browse`,
    action: { does: 'show', request },
  };
}

function failureRow(error: unknown, { remoteName }: PickContext): PickRow {
  const failure = toFailure(error);
  const { title, message, remedy } = failureText(failure, remoteName);
  const row = { key: 'failure', label: `$(warning) ${oneLine(title)}`, detail: oneLine(message) };
  // What a marketplace refuses it refuses again.
  if (failure.from === 'server' && remedy === undefined) {
    return { ...row, action: { does: 'nothing' } };
  }
  if (remedy === undefined || remedy.command === COMMANDS.refresh) {
    return { ...row, description: 'Enter: try again', action: { does: 'again' } };
  }
  const { command } = remedy;
  return { ...row, description: `Enter: ${remedy.title}`, action: { does: 'run', command } };
}
