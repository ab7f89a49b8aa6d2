import * as vscode from 'vscode';
import type { SkillSummary } from '@skill-marketplace/shared/contracts';
import type { Marketplace } from '../connection/marketplace.ts';
import { hostOf } from '../failures/editorTexts.ts';
import { toFailure } from '../failures/failure.ts';
import { findSkills } from '../search/found.ts';
import type { Found } from '../search/found.ts';
import type { PickAction } from '../search/pickRow.ts';
import { pickRows } from '../search/pickRows.ts';
import { RecentSearches } from '../search/recentSearches.ts';
import { isSameRequest, withWords } from '../search/searchRequest.ts';
import type { SearchRequest } from '../search/searchRequest.ts';
import { SearchSession } from '../search/searchSession.ts';
import type { SessionState } from '../search/searchSession.ts';
import { filtersText } from '../search/searchTexts.ts';
import type { Services } from '../services.ts';
import { pickFilter } from './pickFilter.ts';
import { buttonOf, inPlace, keepOrder, pickItem } from './pickItem.ts';
import type { PickItem } from './pickItem.ts';
import { PickInstalls } from './pickInstalls.ts';

const FILTER: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('filter'),
  tooltip: 'Filter and Order…',
};

/** What a person chose: a skill, or words for Browse. */
export type Picked =
  | { kind: 'skill'; skill: SkillSummary; marketplace: Marketplace }
  | { kind: 'search'; request: SearchRequest };

/** How a picker begins. */
export interface SkillPickOptions {
  title: string;
  start: SearchRequest;
  /** True where words may go into Browse: nothing is marked then, so that Enter takes the words. */
  isSearch: boolean;
}

/** The list of skills that answers while one types; it is shown from its making on. */
export class SkillPick {
  /** What was chosen; `undefined` when the list was closed. */
  readonly picked: Promise<Picked | undefined>;
  readonly #services: Services;
  readonly #options: SkillPickOptions;
  readonly #recent: RecentSearches;
  readonly #resolve: (picked: Picked | undefined) => void;
  readonly #pick = vscode.window.createQuickPick<PickItem>();
  readonly #session: SearchSession<Found>;
  readonly #installs: PickInstalls;
  readonly #subscriptions: vscode.Disposable[];
  #state: SessionState<Found>;
  /** What is to be seen of the list, which has been drawn so many times. */
  #items: readonly PickItem[] = [];
  #turn = 0;
  /** True while the list of filters stands in its place. */
  #isCovered = false;

  constructor(services: Services, options: SkillPickOptions) {
    this.#services = services;
    this.#options = options;
    this.#recent = new RecentSearches(services.memory);
    this.#installs = new PickInstalls(services.installed, () => this.#draw({ keepsActive: true }));
    ({ promise: this.picked, resolve: this.#resolve } = Promise.withResolvers());
    this.#state = { request: options.start, isBusy: true };
    const pick = this.#pick;
    keepOrder(pick);
    // Only for the marks in the texts: every item is shown, whatever it holds.
    pick.matchOnDetail = true;
    pick.placeholder = 'Words, “a phrase”, -not, tag:, publisher:, category:, type:';
    pick.value = options.start.query;
    this.#draw({ keepsActive: false });
    this.#session = new SearchSession({
      start: options.start,
      search: (request, signal) => this.#find(request, signal),
      show: (state) => this.#show(state),
    });
    this.#subscriptions = [
      pick,
      pick.onDidChangeValue((text) => this.#type(text)),
      pick.onDidAccept(() => this.#accept()),
      pick.onDidTriggerButton(() => void this.#filter()),
      pick.onDidTriggerItemButton(({ item, button }) => void this.#press(item, button)),
      pick.onDidHide(() => {
        if (!this.#isCovered) this.#end(undefined);
      }),
      services.connection.onDidChange(() => this.#session.again()),
      this.#installs,
    ];
    pick.show();
  }

  async #find(request: SearchRequest, signal: AbortSignal): Promise<Found> {
    const { connection, log } = this.#services;
    try {
      const found = await findSkills(connection, request, signal);
      await this.#installs.read(found.marketplace.instanceId);
      return found;
    } catch (error) {
      if (!signal.aborted && toFailure(error).from === 'bug') log.error(String(error));
      throw error;
    }
  }

  #show(state: SessionState<Found>): void {
    const isAnswer = state.shown !== this.#state.shown;
    this.#state = state;
    this.#pick.busy = state.isBusy;
    if (isAnswer) this.#draw({ keepsActive: false });
  }

  #draw({ keepsActive }: { keepsActive: boolean }): void {
    const pick = this.#pick;
    const found = foundOf(this.#state);
    const host = found === undefined ? '' : hostOf(found.marketplace.url);
    const { request } = this.#state;
    pick.title = [this.#options.title, filtersText(request), host].filter(Boolean).join(' · ');
    pick.buttons = found === undefined ? [] : [FILTER];
    const active = keepsActive ? pick.activeItems[0]?.row?.key : undefined;
    const answers = (this.#state.shown ?? this.#state).request;
    const items = pickRows(this.#state, {
      isSearch: this.#options.isSearch,
      recent: this.#recent.list(),
      installed: this.#installs.installed,
      installing: this.#installs.installing,
      remoteName: vscode.env.remoteName,
    }).map((row) => pickItem(row, answers));
    // A question about a skill must not close the list that it comes from.
    pick.ignoreFocusOut = this.#installs.installing.size > 0;
    pick.keepScrollPosition = keepsActive;
    this.#turn += 1;
    pick.items = inPlace(items, this.#items, this.#turn);
    this.#items = items;
    const kept = items.find(({ row }) => row !== undefined && row.key === active);
    if (kept !== undefined) pick.activeItems = [kept];
    else if (this.#marksNothing()) pick.activeItems = [];
  }

  /** In a search Enter takes the words, unless there is only one thing to do. */
  #marksNothing(): boolean {
    const first = this.#items.find(({ row }) => row !== undefined);
    return (
      this.#options.isSearch && !['failure', 'nothing', 'empty'].includes(first?.row?.key ?? '')
    );
  }

  #type(text: string): void {
    // VS Code marks the first item at every key.
    if (this.#marksNothing()) this.#pick.activeItems = [];
    this.#session.type(text);
  }

  #accept(): void {
    const { selectedItems, items } = this.#pick;
    const { row, answers } = selectedItems.find((item) => items.includes(item)) ?? {};
    // What was found for other words is not meant by an early Enter.
    const isMeant = answers !== undefined && isSameRequest(answers, this.#state.request);
    if (row === undefined || !isMeant) this.#acceptText();
    else this.#act(row.action);
  }

  #acceptText(): void {
    if (!this.#options.isSearch) return;
    this.#end({ kind: 'search', request: withWords(this.#state.request, this.#pick.value) });
  }

  #act(action: PickAction): void {
    const found = foundOf(this.#state);
    if (action.does === 'choose' && found !== undefined) {
      this.#end({ kind: 'skill', skill: action.skill, marketplace: found.marketplace });
    } else if (action.does === 'show') {
      this.#end({ kind: 'search', request: action.request });
    } else if (action.does === 'ask') {
      this.#session.ask(action.request);
      this.#pick.value = action.request.query;
    } else if (action.does === 'run') {
      this.#end(undefined);
      void vscode.commands.executeCommand(action.command);
    } else if (action.does === 'filter') void this.#filter();
    else if (action.does === 'again') this.#session.again();
  }

  async #filter(): Promise<void> {
    const found = foundOf(this.#state);
    if (found === undefined) return;
    const { request } = this.#state;
    this.#isCovered = true;
    const chosen = await pickFilter(request, found.result.facets);
    this.#isCovered = false;
    if (chosen === undefined) {
      this.#end(undefined);
      return;
    }
    this.#draw({ keepsActive: false });
    if (!isSameRequest(chosen, request)) this.#session.ask(chosen);
    this.#pick.show();
  }

  async #press({ row }: PickItem, button: vscode.QuickInputButton): Promise<void> {
    const action = row?.action;
    const marketplace = foundOf(this.#state)?.marketplace;
    const name = buttonOf(button);
    if (name === 'forget' && action?.does === 'ask') {
      await this.#recent.forget(action.request);
      this.#draw({ keepsActive: true });
    }
    if (action?.does !== 'choose' || marketplace === undefined) return;
    const { skill } = action;
    const { instanceId } = marketplace;
    if (name === 'install') await this.#installs.install(skill, instanceId);
    if (name === 'details')
      await this.#services.details.open(instanceId, skill.reference, 'behind');
  }

  #end(picked: Picked | undefined): void {
    this.#resolve(picked);
    if (picked !== undefined) {
      const request = picked.kind === 'search' ? picked.request : this.#state.request;
      void this.#recent.remember(request);
    }
    this.#session.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function foundOf({ shown }: SessionState<Found>): Found | undefined {
  return shown?.outcome.state === 'answered' ? shown.outcome.value : undefined;
}
