import type { Locator, Page } from 'playwright-core';

/**
 * A notification at the bottom right. VS Code shows no more than three within 0.8 s, and keeps the
 * others behind its bell: a test that causes a fourth so soon waits for an earlier one first.
 */
export class Toast {
  readonly item: Locator;

  constructor(page: Page, text: string | RegExp) {
    this.item = page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  /** Waits for it and gives its whole text. */
  async text(): Promise<string> {
    return await this.item.locator('.notification-list-item-message').innerText();
  }

  /** Presses one of its buttons. */
  async press(button: string): Promise<void> {
    await this.item.getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits until it is gone. */
  async gone(): Promise<void> {
    await this.item.waitFor({ state: 'detached' });
  }
}

/** A dialog that must be answered before anything else. */
export class ModalDialog {
  readonly box: Locator;

  constructor(page: Page) {
    this.box = page.locator('.monaco-dialog-box');
  }

  /** Waits for it and gives its message with the detail below. */
  async text(): Promise<string> {
    return await this.box.locator('.dialog-message-container').innerText();
  }

  /** Presses one of its buttons, and waits until it is gone. */
  async press(button: string): Promise<void> {
    await this.box.getByRole('button', { name: button, exact: true }).click();
    await this.box.waitFor({ state: 'detached' });
  }
}
