import * as vscode from 'vscode';
import { SETTINGS, SETTINGS_SECTION } from '../ids.ts';
import { originOf } from './address.ts';

/** The setting `skillMarketplace.server`, empty for a local marketplace. */
export function configuredServer(): string {
  return vscode.workspace.getConfiguration(SETTINGS_SECTION).get<string>(SETTINGS.server, '');
}

/** The origin of the configured marketplace; `undefined` when a local one is used or the setting is wrong. */
export function configuredOrigin(): string | undefined {
  const server = configuredServer();
  if (server.trim() === '') return undefined;
  try {
    return originOf(server);
  } catch {
    return undefined;
  }
}
