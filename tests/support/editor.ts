import { extensionVsix } from './paths.ts';
import { folderOf } from './skillFolder.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { startVsCode, type VsCode } from './vscodeHost.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from './workbench.ts';
import type { QuickInput } from './workbenchQuickInput.ts';
import type { WorkbenchView } from './workbenchView.ts';

/** What the editor begins with; everything may be left out. */
export interface EditorOptions {
  /** The `XDG_STATE_HOME` where a marketplace of this computer is registered; otherwise there is none. */
  readonly stateHome?: string;
  /** The address of a team's marketplace, as the setting has it. */
  readonly team?: string;
  /** Opens the workspace in Restricted Mode. */
  readonly restricted?: boolean;
  /** Opens no folder. */
  readonly empty?: boolean;
  readonly viewport?: WorkbenchOptions['viewport'];
}

/** A VS Code with the extension, whose window shows its views. */
export interface Editor extends AsyncDisposable {
  readonly vscode: VsCode;
  readonly window: Workbench;
  readonly browse: WorkbenchView;
  readonly installed: WorkbenchView;
  readonly quickInput: QuickInput;
  /** The folder that is open, with a README.md in it. */
  readonly workspace: string;
}

/** Starts VS Code with the extension as users have it, and opens a window on an example workspace. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  await using stack = new AsyncDisposableStack();
  const stateHome = options.stateHome ?? stack.use(await temporaryFolder('state')).path;
  const workspace = stack.use(await folderOf({ 'README.md': '# Example\n' })).path;
  const vscode = stack.use(
    await startVsCode({
      extensions: [extensionVsix],
      env: { XDG_STATE_HOME: stateHome },
      ...(options.team === undefined
        ? {}
        : { machineSettings: { 'skillMarketplace.server': options.team } }),
      ...(options.restricted === undefined ? {} : { restricted: options.restricted }),
    }),
  );
  const window = stack.use(
    await openWorkbench(vscode, {
      ...(options.empty === true ? {} : { open: workspace }),
      ...(options.viewport === undefined ? {} : { viewport: options.viewport }),
    }),
  );
  await window.openContainer('Skill Marketplace');
  const owned = stack.move();
  return {
    vscode,
    window,
    browse: window.view('Browse'),
    installed: window.view('Installed'),
    quickInput: window.quickInput,
    workspace,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
