import process from 'node:process';
import { Command } from 'commander';
import { withMarketplace } from './withMarketplace.ts';

/** `check-ratings [--repair]`: compares every skill's figures with its ratings; exits with 1 where they differ. */
export function checkRatingsCommand(): Command {
  return new Command('check-ratings')
    .description('Count the ratings of every skill anew and compare; a line for each difference.')
    .option('--repair', 'set right what differs')
    .action(async ({ repair = false }: { repair?: boolean }) => {
      const { skills, ratings, differences } = await withMarketplace(({ scope, services }) =>
        services.ratingChecks.check(scope, { repair }),
      );
      const found = differences.map((difference) => `${difference}\n`).join('');
      process.stdout.write(`${found}${conclusion(differences.length, repair)}`);
      process.stdout.write(`Checked ${skills} skills with ${ratings} ratings that count.\n`);
      if (differences.length > 0 && !repair) process.exitCode = 1;
    });
}

function conclusion(differences: number, repair: boolean): string {
  if (differences === 0) return 'Every figure is what the ratings say.\n';
  return repair
    ? `${differences} differed and were set right.\n`
    : `${differences} differ: set them right with --repair.\n`;
}
