import { COMMANDS } from '../ids.ts';
import type { SearchRequest } from '../search/searchRequest.ts';
import { filtersText, quoted, requestText, resultsText } from '../search/searchTexts.ts';
import type { Results } from '../search/searchTexts.ts';
import type { BrowseNode, SearchNode } from './browseNode.ts';

/**
 * The rows about a search, above what was found: how much, with which filters, and what was searched
 * for instead. They are rows, and not the view's message, which is drawn later and would push the rows
 * away under the pointer. Without results the search alone is told.
 */
export function searchRows(request: SearchRequest, results?: Results): SearchNode[] {
  const { correctedQuery } = results ?? {};
  return [
    changeRow(request, results),
    ...(correctedQuery === undefined ? [] : [correctedRow(request, correctedQuery)]),
  ];
}

/** The rows below those when nothing was found. */
export function nothingFoundRows(request: SearchRequest): BrowseNode[] {
  return [
    {
      kind: 'message',
      id: 'search/again',
      label: 'Search for Other Words…',
      icon: 'edit',
      command: {
        command: COMMANDS.search,
        title: 'Search for Other Words…',
        arguments: [changeRow(request)],
      },
    },
    {
      kind: 'message',
      id: 'search/clear',
      label: 'Show All Skills',
      icon: 'clear-all',
      command: { command: COMMANDS.clearSearch, title: 'Show All Skills' },
    },
  ];
}

function changeRow(request: SearchRequest, results?: Results): SearchNode {
  const label = results === undefined ? requestText(request) : resultsText(request, results);
  const filters = filtersText(request);
  return {
    kind: 'search',
    id: 'search/results',
    label,
    ...(filters === '' ? {} : { description: filters }),
    tooltip: 'Click to change the words or the filters.',
    does: 'change',
    request,
  };
}

function correctedRow(request: SearchRequest, correctedQuery: string): SearchNode {
  return {
    kind: 'search',
    id: 'search/corrected',
    label: `Search instead for ${quoted(request.query)}`,
    tooltip: `Little or nothing was found as it was written, so ${quoted(correctedQuery)} was searched for. Click to search as written.`,
    does: 'exact',
    request,
  };
}
