import * as vscode from 'vscode';
import { addFromRepository } from './commands/addFromRepository.ts';
import { approve } from './commands/approve.ts';
import { block } from './commands/block.ts';
import { clearSearch } from './commands/clearSearch.ts';
import { compareOriginal } from './commands/compareOriginal.ts';
import { connect } from './commands/connect.ts';
import { copyReference } from './commands/copyReference.ts';
import { howItWorks } from './commands/howItWorks.ts';
import { install } from './commands/install.ts';
import { judgeRatings } from './commands/judgeRatings.ts';
import { loadMore } from './commands/loadMore.ts';
import { openInstalled } from './commands/openInstalled.ts';
import { rate } from './commands/rate.ts';
import { reportRating } from './commands/reportRating.ts';
import { refresh } from './commands/refresh.ts';
import { search } from './commands/search.ts';
import { searchExactly } from './commands/searchExactly.ts';
import { showDetails } from './commands/showDetails.ts';
import { signIn } from './commands/signIn.ts';
import { signOut } from './commands/signOut.ts';
import { startLocal } from './commands/startLocal.ts';
import { unblock } from './commands/unblock.ts';
import { uninstall } from './commands/uninstall.ts';
import { isOfConnection, toFailure } from './failures/failure.ts';
import { showFailure } from './failures/showFailure.ts';
import { COMMANDS } from './ids.ts';
import type { Services } from './services.ts';

/** A command: pick, act, report. It may throw; the row that it was called on is whatever VS Code hands over. */
type Command = (services: Services, row: unknown) => void | Promise<void>;

const HANDLERS: Record<keyof typeof COMMANDS, Command> = {
  search,
  searchExactly,
  clearSearch,
  install,
  uninstall,
  rate,
  reportRating,
  judgeRatings,
  approve,
  block,
  unblock,
  showDetails,
  compareOriginal,
  copyReference,
  openInstalled,
  refresh,
  signIn,
  signOut,
  connect,
  startLocal,
  addFromRepository,
  howItWorks,
  loadMore,
};

/** Registers every command; what one throws is told to the person, and to nobody else. */
export function registerCommands(services: Services): vscode.Disposable {
  const run = async (command: Command, row: unknown) => {
    try {
      await command(services, row);
    } catch (error) {
      // An address that did not answer is looked for again by the next command.
      if (isOfConnection(toFailure(error))) services.connection.forget();
      void showFailure(error, services.log);
    }
  };
  return vscode.Disposable.from(
    ...Object.entries(COMMANDS).map(([name, id]) => {
      const command = Object.entries(HANDLERS).find(([handled]) => handled === name)?.[1];
      if (command === undefined) throw new Error(`No handler for ${id}.`);
      return vscode.commands.registerCommand(id, (row: unknown) => run(command, row));
    }),
  );
}
