import path from 'node:path';
import * as vscode from 'vscode';
import { MarketplaceAuthentication } from './authentication/authenticationProvider.ts';
import { TokenStore } from './authentication/tokenStore.ts';
import { BrowseTree } from './browse/browseTree.ts';
import { showBrowse } from './browse/showBrowse.ts';
import { Connection } from './connection/connection.ts';
import { showRights } from './connection/showRights.ts';
import { DetailsProvider } from './details/detailsProvider.ts';
import { OriginalProvider } from './details/originalProvider.ts';
import { readEnvironment } from './environment.ts';
import { AUTHENTICATION_ID, CONTEXT_KEYS, DETAILS_SCHEME, ORIGINAL_SCHEME, VIEWS } from './ids.ts';
import { openStore } from './install/index.ts';
import { Advisories } from './installed/advisories.ts';
import { InstalledIndex } from './installed/installedIndex.ts';
import { InstalledTree } from './installed/installedTree.ts';
import { InstallReports } from './installing/installReports.ts';
import { recoverWhenTrusted } from './installing/recoverWhenTrusted.ts';
import { registerCommands } from './registerCommands.ts';
import type { Services } from './services.ts';

/**
 * Makes one of everything, by hand and in the order in which each needs the others. It gives nothing to other
 * extensions, which could otherwise act with this user's token.
 */
export function activate(context: vscode.ExtensionContext): void {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(vscode.window.createOutputChannel('Skill Marketplace', { log: true }));
  const environment = readEnvironment();
  const tokens = own(new TokenStore(context.secrets));
  const authentication = own(new MarketplaceAuthentication(tokens));
  own(
    vscode.authentication.registerAuthenticationProvider(
      AUTHENTICATION_ID,
      'Skill Marketplace',
      authentication,
    ),
  );
  const connection = own(new Connection(environment, tokens));
  own(showRights(connection));
  const installed = own(new InstalledIndex(environment));
  const browse = own(new BrowseTree(connection, installed));
  const advisories = own(new Advisories(connection, installed));
  const installedTree = own(new InstalledTree(installed, advisories));
  const details = own(new DetailsProvider(connection));
  own(vscode.workspace.registerTextDocumentContentProvider(DETAILS_SCHEME, details));
  const originals = new OriginalProvider(connection);
  own(vscode.workspace.registerTextDocumentContentProvider(ORIGINAL_SCHEME, originals));
  const store = openStore(path.join(environment.stateDirectory, 'store'));
  const reports = new InstallReports(context.globalState, log);
  own(connection.onDidConnect((marketplace) => void reports.send(marketplace)));

  const { workspaceState: memory } = context;
  const services: Services = {
    environment,
    connection,
    authentication,
    browse,
    installed,
    details,
    originals,
    store,
    reports,
    memory,
    log,
  };
  own(registerCommands(services));
  own(showBrowse(browse));
  own(vscode.window.createTreeView(VIEWS.installed, { treeDataProvider: installedTree }));
  own(recoverWhenTrusted(services));
  const isRemote = vscode.env.remoteName !== undefined;
  void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.isRemote, isRemote);
  void reports.sendLater(connection);
}
