import { resolve } from 'node:path';
import type { Page } from 'playwright-core';

/** What `--extensionDevelopmentPath` and `--extensionTestsPath` are to a VS Code on a desktop. */
export interface Development {
  /** The folder of the extension. */
  readonly extension: string;
  /** A module with `run()`, which the extension host calls once the extension is there. */
  readonly tests?: string;
}

/**
 * Marks an extension as under development in every window that the page opens.
 *
 * It is written into the workbench's configuration in the page, since the way by the `payload` of
 * the address needs --enable-smoke-test-driver, which hides the toasts.
 */
export async function developIn(
  page: Page,
  authority: string,
  { extension, tests }: Development,
): Promise<void> {
  const uri = (path: string) => ({ scheme: 'vscode-remote', authority, path: resolve(path) });
  const options = {
    extensions: [uri(extension)],
    ...(tests === undefined ? {} : { extensionTestsPath: uri(tests) }),
  };
  await page.addInitScript(addToConfiguration, options);
}

/** Runs in the page, before its own scripts: waits for the configuration's element. */
function addToConfiguration(options: object): void {
  if (window !== window.top) return;
  const add = () => {
    const element = document.getElementById('vscode-workbench-web-configuration');
    if (element === null) return false;
    const configuration: object = JSON.parse(element.dataset['settings'] ?? '{}');
    element.dataset['settings'] = JSON.stringify({ ...configuration, developmentOptions: options });
    return true;
  };
  if (add()) return;
  new MutationObserver((_changes, observer) => {
    if (add()) observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}
