import { join } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { developIn, type Development } from './developmentWindow.ts';
import { artifactsRoot } from './paths.ts';
import { runningFile } from './testReport.ts';
import type { VsCode } from './vscodeHost.ts';
import { ModalDialog, Toast } from './workbenchMessages.ts';
import { QuickInput } from './workbenchQuickInput.ts';
import { WorkbenchView } from './workbenchView.ts';

const DEFAULT_TIMEOUT_MS = 30_000;

let windows = 0;

/** What a window opens with. */
export interface WorkbenchOptions {
  /** A folder or .code-workspace file; without it the window is empty. */
  readonly open?: string;
  /** An extension to run from its folder, rather than installed. */
  readonly development?: Development;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** Opens a window of VS Code in a browser of its own, and waits until it can be used. */
export async function openWorkbench(
  vscode: VsCode,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({
      viewport: options.viewport ?? { width: 1280, height: 800 },
      colorScheme: 'dark',
    });
    page.setDefaultTimeout(DEFAULT_TIMEOUT_MS);
    const { development } = options;
    if (development !== undefined) await developIn(page, vscode.authority, development);
    await page.goto(vscode.url(options.open));
    const workbench = new Workbench(browser, page);
    await workbench.ready();
    return workbench;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * A window of VS Code as its user sees it. Every method waits, up to 30 s, for what it acts on;
 * texts and labels are whole when given as a string, and found within when given as a RegExp.
 */
export class Workbench implements AsyncDisposable {
  /** The page itself, for what this driver has no word for. */
  readonly page: Page;
  /** The list or box at the top: QuickPick, InputBox, command palette. */
  readonly quickInput: QuickInput;
  /** The dialog that must be answered. */
  readonly dialog: ModalDialog;
  readonly #browser: Browser;

  constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.dialog = new ModalDialog(page);
  }

  /** Waits for the window with its activity bar: from then on the keyboard works. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
    await this.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  }

  /** Shows a view container by the title of its icon in the activity bar. */
  async openContainer(title: string): Promise<void> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: title });
    await icon.waitFor();
    // A click on the icon of the container that is shown would hide it.
    if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
    await this.#parkPointer();
  }

  /** A view by its name, in whichever container it is shown. */
  view(name: string): WorkbenchView {
    return new WorkbenchView(this.page, name);
  }

  /** Runs a command by its whole title in the palette (`Skills: Search…`). */
  async runCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.type(`>${title}`);
    await this.quickInput.chooseByKey(title);
  }

  /** The notification with this text. */
  toast(text: string | RegExp): Toast {
    return new Toast(this.page, text);
  }

  /** An entry of the status bar by its text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** An editor's tab by its file name or title. */
  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title });
  }

  /** The content of the webview that is open. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  }

  /** The text shown when the pointer rests on something. */
  async hoverText(on: Locator): Promise<string> {
    // From elsewhere: the hover of another row may still be open, or the pointer be there already.
    await this.#parkPointer();
    const hover = this.page.locator('.workbench-hover, .monaco-hover').filter({ visible: true });
    await hover.waitFor({ state: 'detached' });
    await on.hover();
    await hover.waitFor();
    return await hover.innerText();
  }

  /** Keeps what the window shows as `tests/artifacts/<name>.png`, and gives the file's path. */
  async screenshot(name: string): Promise<string> {
    const path = join(artifactsRoot, `${name}.png`);
    await this.page.screenshot({ path, animations: 'disabled' });
    return path;
  }

  /** Keeps it in both themes: as `<name>-light` and `<name>-dark`, which is the window's again. */
  async screenshots(name: string): Promise<void> {
    for (const [theme, mark] of [
      ['light', 'vs'],
      ['dark', 'vs-dark'],
    ] as const) {
      await this.page.emulateMedia({ colorScheme: theme });
      await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
      await this.screenshot(`${name}-${theme}`);
    }
  }

  /** Moves the pointer where it shows no hover: into the empty middle of the status bar. */
  async #parkPointer(): Promise<void> {
    await this.page.locator('.part.statusbar').hover({ position: { x: 600, y: 5 }, force: true });
  }

  /** Closes the window; a picture of its end is kept, since that is where a failed test stood. */
  async [Symbol.asyncDispose](): Promise<void> {
    windows += 1;
    await this.screenshot(`${runningFile()}-window-${windows}-at-its-end`).catch(() => undefined);
    await this.#browser.close();
  }
}
