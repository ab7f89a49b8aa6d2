import { BlockInput, Digest, VersionNumber } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { withMarketplace } from './withMarketplace.ts';

interface Options {
  reason: string;
  severity?: string;
}

/** `block <reference> <version>` or `block <digest>`: takes a version, or all with those bytes, away from everybody. */
export function blockCommand(): Command {
  return new Command('block')
    .description('Block a version, or a digest: then every version with it, now and later.')
    .argument('<subject>', 'publisher/name, or sha256:<64 hex digits>')
    .argument('[version]', 'its number, with publisher/name')
    .requiredOption('--reason <text>', 'why; those who have it are told')
    .option('--severity <word>', 'low, medium, high or critical', 'high')
    .action(async (subject: string, version: string | undefined, options: Options) => {
      const input = readInput(subject, version, options);
      const { blocked } = await withMarketplace(async (command) => {
        if (input.skillId !== undefined) {
          await requireSkill(command, input.skillId, 'check the spelling.');
        }
        return command.services.blocks.block(command.scope, input);
      });
      process.stdout.write(
        blocked.length === 0
          ? `${subject} is blocked; no version has it.\n`
          : blocked
              .map(
                (one) => `${one.reference} ${one.version} is blocked: nobody gets it any more.\n`,
              )
              .join(''),
      );
    });
}

function readInput(subject: string, version: string | undefined, options: Options): BlockInput {
  const named = namedBy(subject, version);
  const { reason, severity } = BlockInput.shape;
  if (!reason.safeParse(options.reason).success) {
    throw new StartupFailure('Give a reason of 1 to 500 characters.');
  }
  if (!severity.safeParse(options.severity).success) {
    throw new StartupFailure('Give the severity as low, medium, high or critical.');
  }
  return BlockInput.parse({ ...named, ...options });
}

function namedBy(subject: string, version: string | undefined) {
  if (subject.startsWith('sha256:')) {
    if (!Digest.safeParse(subject).success) {
      throw new StartupFailure('Give a digest as sha256: and 64 hex digits.');
    }
    if (version !== undefined) throw new StartupFailure('A digest is blocked without a version.');
    return { digest: subject };
  }
  requireSkillId(subject);
  if (version === undefined) {
    throw new StartupFailure('Say which version is blocked, as block publisher/name 1.2.3.');
  }
  if (!VersionNumber.safeParse(version).success) {
    throw new StartupFailure(`${JSON.stringify(version)} is no version: give it as 1.2.3.`);
  }
  return { skillId: subject, version };
}
