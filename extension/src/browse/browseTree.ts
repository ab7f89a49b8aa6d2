import * as vscode from 'vscode';
import { configuredOrigin } from '../connection/configuredServer.ts';
import type { Connection } from '../connection/connection.ts';
import type { Marketplace } from '../connection/marketplace.ts';
import { isOfConnection, toFailure } from '../failures/failure.ts';
import { CONTEXT_KEYS } from '../ids.ts';
import type { InstalledIndex } from '../installed/installedIndex.ts';
import { EVERYTHING, isEverything, searchInput } from '../search/searchRequest.ts';
import type { SearchRequest } from '../search/searchRequest.ts';
import { totalText } from '../search/searchTexts.ts';
import type { BrowseNode, SkillNode } from './browseNode.ts';
import { browseItem } from './browseItem.ts';
import { Catalogue, isSmall } from './catalogue.ts';
import { addSkillsRow, emptyRows, failureRows, waitingRows } from './messageRows.ts';
import type { Answer } from './question.ts';
import { nothingFoundRows, searchRows } from './searchRows.ts';
import { categoriesRow, categorySection, SECTIONS } from './sections.ts';
import type { SkillList } from './skillList.ts';

const PAGE_SIZE = 50;

/** The rows of Browse. `getChildren` never rejects: a failure is a row. */
export class BrowseTree implements vscode.TreeDataProvider<BrowseNode>, vscode.Disposable {
  readonly #connection: Connection;
  readonly #installed: InstalledIndex;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #subscriptions: vscode.Disposable[];
  /** How many pages of each list are open; kept over a refresh, so that the tree stays in place. */
  readonly #openPages = new Map<string, number>();
  #catalogue: Catalogue;
  /** The catalogue that is asked for, until it takes the place of what is shown. */
  #next: Catalogue | undefined;
  #request = EVERYTHING;
  #askedAt = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(connection: Connection, installed: InstalledIndex) {
    this.#connection = connection;
    this.#installed = installed;
    this.#catalogue = this.#newCatalogue();
    this.#subscriptions = [
      this.#changed,
      // What another account saw is not shown a moment longer.
      connection.onDidChange(() => this.#show(this.#newCatalogue())),
      installed.onDidChange(() => this.#changed.fire(undefined)),
    ];
  }

  /** Shows what a search finds, until another one; the request for everything shows the catalogue. */
  search(request: SearchRequest): void {
    this.#request = request;
    this.#openPages.clear();
    const hasQuery = !isEverything(request);
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasQuery, hasQuery);
    this.#show(this.#newCatalogue());
  }

  /** Asks for everything anew; what is shown stays until there is an answer. */
  refresh(): void {
    this.#next?.dispose();
    const next = this.#newCatalogue();
    this.#next = next;
    // VS Code forgets its rows when it hears of a change: what is done with one before the others are there
    // would be done with none. A failure is told when the rows are asked for.
    const show = () => {
      if (this.#next === next) this.#show(next);
    };
    void this.#rows(next, undefined).then(show, show);
  }

  /** True when what is shown is older than that. */
  isOlderThan(milliseconds: number): boolean {
    return Date.now() - this.#askedAt > milliseconds;
  }

  loadMore(list: SkillList): void {
    this.#openPages.set(list.id, this.#pagesOf(list) + 1);
    this.#changed.fire(undefined);
  }

  getTreeItem(node: BrowseNode): vscode.TreeItem {
    return browseItem(node);
  }

  async getChildren(node?: BrowseNode): Promise<BrowseNode[]> {
    const catalogue = this.#catalogue;
    try {
      return await this.#rows(catalogue, node);
    } catch (error) {
      return failureRows(node?.id ?? 'root', error, vscode.env.remoteName);
    }
  }

  dispose(): void {
    this.#next?.dispose();
    this.#next = undefined;
    this.#catalogue.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #show(catalogue: Catalogue): void {
    if (this.#next !== catalogue) this.#next?.dispose();
    this.#next = undefined;
    this.#catalogue.dispose();
    this.#catalogue = catalogue;
    this.#changed.fire(undefined);
  }

  async #rows(catalogue: Catalogue, node: BrowseNode | undefined): Promise<BrowseNode[]> {
    const answer = await catalogue.marketplace.answer();
    if (answer.state !== 'answered') {
      // A view without rows shows its welcome, with the ways to a marketplace.
      if (answer.state === 'failed' && isNoServer(answer.error)) return [];
      return this.#notAnswered('root', answer, configuredOrigin());
    }
    const marketplace = answer.value;
    if (node?.kind === 'section') return this.#listRows(node.list);
    if (node?.kind === 'categories') return this.#categoryRows(catalogue, marketplace);
    if (node !== undefined) return [];
    const request = this.#request;
    if (isEverything(request)) return this.#overviewRows(catalogue, marketplace);
    const list = catalogue.list('search', marketplace, searchInput(request, PAGE_SIZE));
    const [first] = await list.pages(1);
    if (first?.state !== 'answered')
      return [...searchRows(request), ...(await this.#listRows(list))];
    const rows =
      first.value.items.length === 0 ? nothingFoundRows(request) : await this.#listRows(list);
    return [...searchRows(request, first.value), ...rows];
  }

  async #overviewRows(catalogue: Catalogue, marketplace: Marketplace): Promise<BrowseNode[]> {
    const overview = await catalogue.overview(marketplace).answer();
    if (overview.state !== 'answered') return this.#notAnswered('root', overview, marketplace.url);
    if (isSmall(overview.value)) {
      const all = catalogue.list('all', marketplace, { sort: 'name', limit: PAGE_SIZE });
      return [...(await this.#listRows(all)), addSkillsRow()];
    }
    const { facets } = overview.value;
    const rated = facets.rating.find(({ value }) => value === '1')?.count;
    return [
      ...SECTIONS.map(({ id, query, ...texts }) => ({
        kind: 'section' as const,
        id,
        ...texts,
        ...(id === 'topRated' && rated !== undefined ? { description: String(rated) } : {}),
        list: catalogue.list(id, marketplace, query),
      })),
      categoriesRow(),
    ];
  }

  async #categoryRows(catalogue: Catalogue, marketplace: Marketplace): Promise<BrowseNode[]> {
    const answer = await catalogue.categories(marketplace).answer();
    if (answer.state !== 'answered')
      return this.#notAnswered('categories', answer, marketplace.url);
    return answer.value
      .filter(({ skillCount }) => skillCount > 0)
      .map((category) =>
        categorySection(category, (id, query) => catalogue.list(id, marketplace, query)),
      );
  }

  async #listRows(list: SkillList): Promise<BrowseNode[]> {
    const { instanceId } = list.marketplace;
    const installed = await this.#installed.references(instanceId);
    const answers = await list.pages(this.#pagesOf(list));
    const rows: BrowseNode[] = [];
    for (const answer of answers) {
      if (answer.state === 'answered') {
        rows.push(
          ...answer.value.items.map((skill): SkillNode => {
            const isInstalled = installed.has(skill.reference);
            return { kind: 'skill', id: `${list.id}/${skill.id}`, skill, instanceId, isInstalled };
          }),
        );
      } else {
        rows.push(...this.#notAnswered(list.id, answer, list.marketplace.url));
      }
    }
    const last = answers.at(-1);
    if (last?.state === 'answered' && last.value.nextCursor !== null) {
      const { total, totalIsEstimate } = last.value;
      const shown = rows.length;
      const about = totalText(total, totalIsEstimate);
      rows.push({ kind: 'more', id: `${list.id}/more/${shown}`, list, shown, total: about });
    }
    return rows.length === 0 ? emptyRows(list.id) : rows;
  }

  #notAnswered(
    id: string,
    answer: Exclude<Answer<unknown>, { state: 'answered' }>,
    url: string | undefined,
  ): BrowseNode[] {
    if (answer.state === 'waiting') return waitingRows(id, url);
    // The next refresh looks for the marketplace again: it may have come back under another address.
    if (isOfConnection(toFailure(answer.error))) this.#connection.forget();
    return failureRows(id, answer.error, vscode.env.remoteName);
  }

  #pagesOf(list: SkillList): number {
    return this.#openPages.get(list.id) ?? 1;
  }

  #newCatalogue(): Catalogue {
    this.#askedAt = Date.now();
    return new Catalogue(
      () => this.#connection.marketplace(),
      () => this.#changed.fire(undefined),
    );
  }
}

function isNoServer(error: unknown): boolean {
  const failure = toFailure(error);
  return failure.from === 'editor' && failure.reason === 'no_server';
}
