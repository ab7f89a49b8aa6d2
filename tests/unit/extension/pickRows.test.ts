import assert from 'node:assert/strict';
import { serialize } from 'superjson';
import type { SkillSearchResult } from '@skill-marketplace/shared/contracts';
import { EditorFailure } from '../../../extension/src/failures/editorFailure.ts';
import { COMMANDS } from '../../../extension/src/ids.ts';
import type { Found } from '../../../extension/src/search/found.ts';
import { pickRows, type PickContext } from '../../../extension/src/search/pickRows.ts';
import type { SearchRequest } from '../../../extension/src/search/searchRequest.ts';
import { marketplaceOf } from '../../../extension/src/connection/marketplace.ts';
import { serve } from './loopbackServer.ts';
import { skillSummary } from './skillSummary.ts';

const INSTANCE = '00000000-0000-4000-8000-0000000000aa';
const URL = 'http://127.0.0.1:4820';
const EMPTY = { category: [], skillType: [], publisher: [], rating: [] };

function marketplaceAt(url: string, features: 'installs'[] = ['installs']) {
  const info = { instanceId: INSTANCE, name: 'Acme', apiVersion: 1, anonymousRead: true };
  return marketplaceOf(url, { ...info, features }, 'none');
}

function rowsOf(
  request: SearchRequest,
  found: Partial<SkillSearchResult> & { features?: 'installs'[] },
  context: Partial<PickContext> = {},
) {
  const { features, ...result } = found;
  const items = result.items ?? [skillSummary()];
  const value: Found = {
    marketplace: marketplaceAt(URL, features),
    result: {
      items,
      total: items.length,
      totalIsEstimate: false,
      nextCursor: null,
      facets: EMPTY,
      ...result,
    },
  };
  const shown = { request, outcome: { state: 'answered' as const, value } };
  return pickRows({ request, isBusy: false, shown }, contextOf(context));
}

function contextOf(context: Partial<PickContext>): PickContext {
  const none = new Set<string>();
  return {
    isSearch: true,
    recent: [],
    installed: none,
    installing: none,
    remoteName: undefined,
    ...context,
  };
}

/** What a search throws when the marketplace does not take its words. */
async function refusal(): Promise<unknown> {
  const data = { reason: 'invalid_input', requestId: 'r', field: 'query' };
  const error = serialize({ message: 'There is no type "x".', code: -32_600, data });
  await using server = await serve((_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify([{ error }]));
  });
  const { client } = marketplaceAt(server.origin);
  return await client.skills.search.query({ limit: 1 }).catch((thrown: unknown) => thrown);
}

/** What stands in the list, heading or row. */
const labels = (rows: ReturnType<typeof pickRows>) =>
  rows.map((row) => ('heading' in row ? `— ${row.heading}` : row.label));

const row = (rows: ReturnType<typeof pickRows>, key: string) =>
  rows.find((one) => 'key' in one && one.key.startsWith(key));

describe('the list of a search', () => {
  it('ends in all results for Browse, and in nothing where one skill is asked for', () => {
    const found = { total: 1234 };
    assert.deepEqual(labels(rowsOf({ query: 'deploy' }, found)), [
      'Deploy',
      '$(filter) Filter and order…',
      '$(list-unordered) Show all 1,234 results in Browse',
    ]);
    assert.deepEqual(labels(rowsOf({ query: 'deploy' }, found, { isSearch: false })), [
      'Deploy',
      '$(filter) Filter and order…',
    ]);
  });

  it('begins with the last searches and what is installed most', () => {
    const recent = [{ query: 'review', minRating: 4 }];
    const rows = rowsOf({ query: '' }, {}, { recent });
    assert.deepEqual(labels(rows), [
      '— Last searches',
      '$(history) review',
      '— Most installed',
      'Deploy',
      '$(filter) Filter and order…',
    ]);
    assert.deepEqual(row(rows, 'recent'), {
      key: 'recent/0',
      label: '$(history) review',
      description: '4★ and more',
      buttons: ['forget'],
      action: { does: 'ask', request: recent[0] },
    });
  });

  it('offers an install only where there is one to do', () => {
    const buttons = (...about: Parameters<typeof rowsOf>) => {
      const found = row(rowsOf(...about), 'skill');
      return found !== undefined && 'key' in found ? found.buttons : undefined;
    };
    const acme = new Set(['acme/deploy']);
    const request = { query: 'deploy' };
    assert.deepEqual(buttons(request, {}), ['install', 'details']);
    assert.deepEqual(buttons(request, {}, { installed: acme }), ['details']);
    assert.deepEqual(buttons(request, {}, { installing: acme }), ['details']);
    assert.deepEqual(buttons(request, {}, { isSearch: false }), ['details']);
    assert.deepEqual(buttons(request, { features: [] }), ['details']);
  });

  it('marks what is installed, and what is on its way', () => {
    const acme = new Set(['acme/deploy']);
    assert.deepEqual(
      labels(rowsOf({ query: 'deploy' }, {}, { installed: acme }))[0],
      '$(check) Deploy',
    );
    const rows = rowsOf({ query: 'deploy' }, {}, { installing: acme });
    const skill = row(rows, 'skill');
    assert.ok(skill !== undefined && 'key' in skill);
    assert.equal(skill.description, 'acme/deploy · being installed…');
    const done = row(
      rowsOf({ query: 'deploy' }, {}, { installing: acme, installed: acme }),
      'skill',
    );
    assert.ok(done !== undefined && 'key' in done);
    assert.equal(done.description, 'acme/deploy');
  });

  it('tells what was searched for instead, and searches as written on demand', () => {
    const request = { query: 'kuberntes', category: 'devops' };
    const rows = rowsOf(request, { correctedQuery: 'kubernetes' });
    assert.deepEqual(rows[0], {
      key: 'corrected',
      label: '$(info) Showing results for “kubernetes”',
      description: 'search instead for “kuberntes”',
      action: { does: 'ask', request: { ...request, exact: true } },
    });
  });

  it('says when nothing was found, and what to do', () => {
    const none = { items: [], total: 0 };
    assert.deepEqual(rowsOf({ query: 'zyxwv' }, none), [
      {
        key: 'nothing',
        label: '$(info) No skills for “zyxwv”',
        detail: 'Try fewer words, other words, or the beginning of one.',
        action: { does: 'show', request: { query: 'zyxwv' } },
      },
    ]);
    assert.deepEqual(row(rowsOf({ query: 'zyxwv', minRating: 4 }, none), 'nothing'), {
      key: 'nothing',
      label: '$(info) No skills for “zyxwv” · 4★ and more',
      detail: 'Enter: search without the filters.',
      action: { does: 'ask', request: { query: 'zyxwv' } },
    });
  });

  it('holds a failure as a row that does what helps', async () => {
    const failing = (error: unknown) => {
      const request = { query: 'deploy' };
      const shown = { request, outcome: { state: 'failed' as const, error } };
      return pickRows({ request, isBusy: false, shown }, contextOf({}));
    };
    assert.deepEqual(failing(new EditorFailure('no_server')), [
      {
        key: 'failure',
        label: '$(warning) No marketplace',
        description: 'Enter: Connect…',
        detail: 'There is no marketplace here yet.',
        action: { does: 'run', command: COMMANDS.connect },
      },
    ]);
    const [refused] = failing(await refusal());
    assert.deepEqual(refused, {
      key: 'failure',
      label: '$(warning) Refused by the marketplace',
      detail: 'There is no type "x".',
      action: { does: 'nothing' },
    });
    const [slow] = failing(new EditorFailure('too_slow', { url: URL }));
    assert.ok(slow !== undefined && 'key' in slow);
    assert.deepEqual(slow.action, { does: 'again' });
  });

  it('shows the last searches before anything has answered', () => {
    const rows = pickRows(
      { request: { query: '' }, isBusy: true },
      contextOf({ recent: [{ query: 'review' }] }),
    );
    assert.deepEqual(labels(rows), ['— Last searches', '$(history) review']);
  });
});
