import type * as vscode from 'vscode';
import type { MarketplaceAuthentication } from './authentication/authenticationProvider.ts';
import type { BrowseTree } from './browse/browseTree.ts';
import type { Connection } from './connection/connection.ts';
import type { DetailsProvider } from './details/detailsProvider.ts';
import type { OriginalProvider } from './details/originalProvider.ts';
import type { Environment } from './environment.ts';
import type { ContentStore } from './install/index.ts';
import type { InstalledIndex } from './installed/installedIndex.ts';
import type { InstallReports } from './installing/installReports.ts';

/** What commands work with; `extension.ts` makes one of each. */
export interface Services {
  environment: Environment;
  connection: Connection;
  authentication: MarketplaceAuthentication;
  browse: BrowseTree;
  installed: InstalledIndex;
  details: DetailsProvider;
  originals: OriginalProvider;
  store: ContentStore;
  reports: InstallReports;
  /** What is remembered for this workspace. */
  memory: vscode.Memento;
  log: vscode.LogOutputChannel;
}
