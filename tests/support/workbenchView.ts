import type { Locator, Page } from 'playwright-core';
import { wholeText } from './wholeText.ts';

/** A view of the side bar with a tree, or with a welcome where there is none. */
export class WorkbenchView {
  /** The whole view: header, tree or welcome. */
  readonly pane: Locator;
  readonly #page: Page;

  constructor(page: Page, name: string) {
    this.#page = page;
    // The header is in the page even where the only view of a container hides it.
    const header = page.locator('.pane-header .title', { hasText: wholeText(name) });
    this.pane = page.locator('.pane').filter({ has: header });
  }

  /** A row by its label, without its description. Long trees hold only the rows in sight. */
  row(label: string | RegExp): Locator {
    const name = this.#page.locator('.label-name', { hasText: wholeText(label) });
    return this.pane.getByRole('treeitem').filter({ has: name });
  }

  /** What the rows say, from top to bottom: label and, after a space, description. */
  async rowTexts(): Promise<string[]> {
    const rows = await this.pane.getByRole('treeitem').all();
    const placed = await Promise.all(
      rows.map(async (row) => ({
        index: Number(await row.getAttribute('data-index')),
        text: (await row.locator('.label-name, .label-description').allInnerTexts()).join(' '),
      })),
    );
    // The page keeps rows in the order in which they were drawn.
    return placed.sort((one, other) => one.index - other.index).map(({ text }) => text);
  }

  /** Opens or closes a row that has rows below it. */
  async toggle(label: string | RegExp): Promise<void> {
    await this.row(label).locator('.monaco-tl-twistie').click();
  }

  /** Clicks a button in the header (`Refresh`). */
  async clickTitleAction(name: string): Promise<void> {
    await this.pane.hover();
    await this.pane.locator('.pane-header').getByRole('button', { name, exact: true }).click();
  }

  /** Clicks a button that stands on a row while the pointer is there. */
  async clickInlineAction(row: Locator, name: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name, exact: true }).click();
  }

  /** The entries of a row's context menu, which stays open. */
  async openContextMenu(row: Locator): Promise<string[]> {
    await row.click({ button: 'right' });
    await this.#menuItems().first().waitFor();
    return await this.#menuItems().locator('.action-label:not(.separator)').allInnerTexts();
  }

  /** Chooses an entry of a row's context menu. */
  async chooseFromContextMenu(row: Locator, entry: string): Promise<void> {
    await row.click({ button: 'right' });
    const item = this.#menuItems().filter({ hasText: wholeText(entry) });
    await item.hover();
    // By key: a menu ignores the mouse for the first tenth of a second.
    await item.and(this.#page.locator('.focused')).press('Enter');
  }

  /** A button or link of the welcome that an empty view shows. */
  welcomeAction(name: string | RegExp): Locator {
    const welcome = this.pane.locator('.welcome-view');
    return welcome.getByRole('button', { name }).or(welcome.getByRole('link', { name }));
  }

  #menuItems(): Locator {
    return this.#page.locator('.monaco-menu .action-item').filter({ visible: true });
  }
}
