import { Visibility } from '@skill-marketplace/shared/contracts';
import { Command } from 'commander';
import { StartupFailure } from '../errors/startupFailure.ts';
import { requireSkill, requireSkillId } from './requireSkill.ts';
import { requireSlug } from './requireSlug.ts';
import { withMarketplace } from './withMarketplace.ts';

/** `visibility <publisher or reference> everyone|members`: who may see a skill, or all of a publisher. */
export function visibilityCommand(): Command {
  return new Command('visibility')
    .description('Show a skill, or all skills of a publisher, to everyone or to its members only.')
    .argument('<subject>', 'a publisher, or publisher/name')
    .argument('<visibility>', 'everyone or members')
    .action(async (subject: string, wanted: string) => {
      const { data: visibility } = Visibility.safeParse(wanted);
      if (visibility === undefined) throw new StartupFailure('Say everyone or members.');
      const isSkill = subject.includes('/');
      if (isSkill) requireSkillId(subject);
      else requireSlug('publisher', subject);
      const isForMembers = await withMarketplace(async (command) => {
        const { services, scope } = command;
        if (!isSkill) {
          await services.visibility.setPublisher(scope, { publisher: subject, visibility });
          return visibility === 'members';
        }
        const skillId = await requireSkill(command, subject, 'check the spelling.');
        const { membersOnly } = await services.visibility.setSkill(scope, { skillId, visibility });
        return membersOnly === true;
      });
      const who = isForMembers ? 'members only' : 'everyone who may read here';
      process.stdout.write(`${subject} is for ${who}.\n`);
      if (isForMembers && visibility === 'everyone') {
        process.stdout.write('Its publisher is for members, so the skill is too.\n');
      }
    });
}
