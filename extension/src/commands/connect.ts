import * as vscode from 'vscode';
import { oneLine } from '../browse/skillRow.ts';
import { originOf } from '../connection/address.ts';
import { configuredServer } from '../connection/configuredServer.ts';
import { askInfo, clientOf } from '../connection/marketplace.ts';
import { readRegistrations } from '../connection/registrations.ts';
import { COMMANDS, SETTINGS, SETTINGS_SECTION } from '../ids.ts';
import { withCancellableProgress } from '../installing/cancellableProgress.ts';
import type { Services } from '../services.ts';

interface Choice extends vscode.QuickPickItem {
  run(): Promise<void>;
}

/** Chooses the marketplace of this machine's windows: the team's by its address, or a local one. */
export async function connect(services: Services): Promise<void> {
  const choice = await vscode.window.showQuickPick(await choices(services), {
    placeHolder: 'Which marketplace do skills come from?',
  });
  await choice?.run();
}

async function choices({ environment, connection }: Services): Promise<Choice[]> {
  const registrations = await readRegistrations(environment.stateDirectory);
  return [
    {
      label: "$(globe) My team's marketplace…",
      description: configuredServer() || 'by its address',
      run: connectToTeam,
    },
    ...registrations.map(({ url }, index) => ({
      label: `$(vm) ${url}`,
      description: 'on this computer',
      // The newest is used when nothing is set.
      run: async () => {
        await useServer(index === 0 ? '' : originOf(url));
        connection.reset();
      },
    })),
    ...(registrations.length > 0 ? [] : [startItem()]),
    {
      label: '$(question) How this works',
      run: async () => {
        await vscode.commands.executeCommand(COMMANDS.howItWorks);
      },
    },
  ];
}

function startItem(): Choice {
  return {
    label: '$(vm) Start one on this computer…',
    run: async () => {
      await vscode.commands.executeCommand(COMMANDS.startLocal);
    },
  };
}

async function connectToTeam(): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: 'Connect to a Marketplace',
    prompt: "The address of your team's marketplace.",
    placeHolder: 'https://skills.example.com',
    value: configuredServer(),
    ignoreFocusOut: true,
    validateInput: (text) =>
      isAddress(text) ? undefined : 'Give an address like https://skills.example.com.',
  });
  if (typed === undefined) return;
  const url = originOf(typed);
  const info = await withCancellableProgress(`Asking ${url}`, (signal) =>
    askInfo(clientOf(url), url, undefined, signal),
  );
  await useServer(url);
  const signIn = 'Sign In';
  const chosen = await vscode.window.showInformationMessage(
    `Connected to ${oneLine(info.name)}.${info.anonymousRead ? '' : ' It asks you to sign in.'}`,
    signIn,
  );
  if (chosen === signIn) await vscode.commands.executeCommand(COMMANDS.signIn);
}

async function useServer(url: string): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  await vscode.workspace.getConfiguration(SETTINGS_SECTION).update(SETTINGS.server, url, Global);
}

function isAddress(text: string): boolean {
  try {
    return originOf(text) !== '';
  } catch {
    return false;
  }
}
