import { Command } from 'commander';
import { approveCommand } from './cli/approve.command.ts';
import { importCommand } from './cli/import.command.ts';
import { memberCommand } from './cli/member.command.ts';
import { migrateCommand } from './cli/migrate.command.ts';
import { publishCommand } from './cli/publish.command.ts';
import { tokenCommand } from './cli/token.command.ts';
import { yankCommand } from './cli/yank.command.ts';
import { exitWith } from './exit.ts';

/** `pnpm marketplace …`: the admin's command line; works with the server running or not. */
const program = new Command('marketplace')
  .description('Administer this Skill Marketplace.')
  .showHelpAfterError()
  .addCommand(importCommand())
  .addCommand(publishCommand())
  .addCommand(approveCommand())
  .addCommand(yankCommand())
  .addCommand(memberCommand())
  .addCommand(tokenCommand())
  .addCommand(migrateCommand());

await program.parseAsync().catch(exitWith);
