import { Command } from 'commander';
import { approveCommand } from './cli/approve.command.ts';
import { auditCommand } from './cli/audit.command.ts';
import { backupCommand } from './cli/backup.command.ts';
import { blockCommand } from './cli/block.command.ts';
import { checkRatingsCommand } from './cli/checkRatings.command.ts';
import { importCommand } from './cli/import.command.ts';
import { memberCommand } from './cli/member.command.ts';
import { migrateCommand } from './cli/migrate.command.ts';
import { publishCommand } from './cli/publish.command.ts';
import { purgeCommand } from './cli/purge.command.ts';
import { restoreCommand } from './cli/restore.command.ts';
import { tokenCommand } from './cli/token.command.ts';
import { unblockCommand } from './cli/unblock.command.ts';
import { userCommand } from './cli/user.command.ts';
import { visibilityCommand } from './cli/visibility.command.ts';
import { yankCommand } from './cli/yank.command.ts';
import { exitWith } from './exit.ts';

/** `pnpm marketplace …`: the admin's command line; works with the server running or not. */
const program = new Command('marketplace')
  .description('Administer this Skill Marketplace.')
  .showHelpAfterError()
  .addCommand(importCommand())
  .addCommand(publishCommand())
  .addCommand(approveCommand())
  .addCommand(blockCommand())
  .addCommand(unblockCommand())
  .addCommand(yankCommand())
  .addCommand(visibilityCommand())
  .addCommand(purgeCommand())
  .addCommand(memberCommand())
  .addCommand(tokenCommand())
  .addCommand(userCommand())
  .addCommand(checkRatingsCommand())
  .addCommand(auditCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(migrateCommand());

await program.parseAsync().catch(exitWith);
