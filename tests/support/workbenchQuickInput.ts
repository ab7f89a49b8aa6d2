import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import { wholeText } from './wholeText.ts';

// The first line of an entry; the second, its detail, is a label to VS Code too.
const ENTRY_LABEL = '.quick-input-list-row:first-child .label-name';

/** How long one attempt waits for what is there only under the pointer. */
const HOVER_MS = 2_000;

/** The box at the top of the window: QuickPick, InputBox, command palette. */
export class QuickInput {
  /** The whole widget, with its title and buttons. */
  readonly widget: Locator;
  /** Where one types. */
  readonly box: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget').filter({ visible: true });
    this.box = this.widget.locator('.quick-input-filter input').filter({ visible: true });
  }

  /** An entry by its label, icons and description aside. */
  entry(label: string | RegExp): Locator {
    const name = this.#page.locator(ENTRY_LABEL, { hasText: wholeText(label) });
    return this.widget.locator('.monaco-list-row').filter({ has: name });
  }

  /** The labels of the entries in sight. */
  async labels(): Promise<string[]> {
    await this.widget.locator('.monaco-list-row').first().waitFor();
    const labels = await this.widget.locator(ENTRY_LABEL).allInnerTexts();
    return labels.map((label) => label.trim());
  }

  /** All that an entry says: label, description and detail, each on a line; icons aside. */
  async textOf(label: string | RegExp): Promise<string[]> {
    const texts = await this.entry(label)
      .locator('.label-name, .label-description')
      .allInnerTexts();
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Presses a button at the end of an entry (`Install`), which is there while the pointer is. */
  async clickEntryAction(label: string | RegExp, name: string): Promise<void> {
    // A list that answers while one types may be drawn anew under the pointer.
    await eventually(async () => {
      await this.entry(label).hover({ timeout: HOVER_MS });
      const button = this.entry(label).getByRole('button', { name, exact: true });
      await button.click({ timeout: HOVER_MS });
    });
  }

  /** Presses a button in the title (`Back`). */
  async clickTitleAction(name: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-titlebar').getByRole('button', { name }).click();
  }

  /** Waits for the box that asks this: a title, a placeholder or the sentence below. */
  async expect(question: string | RegExp): Promise<void> {
    const placeholder = this.#page.getByPlaceholder(question);
    await this.widget
      .filter({ hasText: question })
      .or(this.widget.filter({ has: placeholder }))
      .waitFor();
  }

  /** Replaces what stands in the box. */
  async type(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /**
   * Waits until the entry says why it was found for what was typed. A list that answers while one
   * types is drawn anew until then: a click on the list before would meet another row.
   */
  async found(label: string | RegExp): Promise<void> {
    await eventually(async () => {
      assert.equal(await this.entry(label).count(), 1);
      assert.match((await this.textOf(label)).join('\n'), /^in /m);
    });
  }

  /** Chooses an entry that was found for what was typed. */
  async chooseFound(label: string | RegExp): Promise<void> {
    await this.found(label);
    await this.choose(label);
  }

  /** Chooses an entry by the keyboard, which no list that is drawn anew leads astray. */
  async chooseByKey(label: string | RegExp): Promise<void> {
    const marked = this.entry(label).and(this.#page.locator('.focused'));
    await eventually(async () => {
      if ((await marked.count()) === 1) return;
      await this.box.press('ArrowDown');
      assert.fail(`${label} is not marked`);
    });
    await this.accept();
  }

  /** Chooses an entry of a list that stays as it is. */
  async choose(label: string | RegExp): Promise<void> {
    await this.entry(label).click();
  }

  /** Presses Enter: accepts the text, or the entry that is marked. */
  async accept(): Promise<void> {
    await this.box.press('Enter');
  }

  /** Presses Escape, and waits until the box is gone. */
  async cancel(): Promise<void> {
    await this.box.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}
