import { join } from 'node:path';
import process from 'node:process';
import { runTests } from '@vscode/test-electron';
import { buildExtension } from '../support/extensionBuild.ts';
import { startMarketplace } from '../support/marketplace.ts';
import { artifactsRoot, extensionRoot } from '../support/paths.ts';
import { bundleSuite } from '../support/suiteBundle.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { REPORT_FILE } from '../support/testReport.ts';

// `pnpm test:desktop`: downloads a VS Code and runs in it the very suite that `pnpm test` runs in the
// VS Code of the tests. Needs a desktop and the internet, so CI leaves it out.
await buildExtension();
const suite = await bundleSuite();
await using marketplace = await startMarketplace();
await using workspace = await temporaryFolder('workspace');
process.exitCode = await runTests({
  extensionDevelopmentPath: extensionRoot,
  extensionTestsPath: suite,
  extensionTestsEnv: {
    XDG_STATE_HOME: marketplace.stateHome,
    [REPORT_FILE]: join(artifactsRoot, 'reports', 'desktop.json'),
  },
  launchArgs: [workspace.path, '--disable-extensions', '--disable-workspace-trust'],
});
