import { readConfig, type Config } from './config.ts';
import { StartupFailure } from './errors/startupFailure.ts';
import { exitWith } from './exit.ts';
import { createLogger } from './logging.ts';
import { serve } from './serve.ts';

/** `pnpm start`: serves until it is told to stop. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config);
  const marketplace = await serve(config, logger).catch((error) => exitWith(error, logger));
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    logger.info({ signal }, 'stopping');
    marketplace.stop().then(
      () => process.exit(0),
      (error) => exitWith(error, logger),
    );
  };
  marketplace.lost.then((sentence) => {
    // What was asked to stop may lose its database on the way.
    return stopping ? undefined : exitWith(new StartupFailure(sentence));
  }, exitWith);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  const skills = marketplace.skillCount === 1 ? '1 skill' : `${marketplace.skillCount} skills`;
  const starters = marketplace.starterCount === 0 ? '' : ', the starter skills among them';
  process.stdout.write(`Skill Marketplace is ready at ${marketplace.url}
It has ${skills}${starters}.
Next: ${nextStep(config)}
Add skills of your own with: npx pnpm@12 marketplace import <folder>
Stop it with Ctrl-C.
`);
}

/** What whoever started it does then, or tells the others. */
function nextStep({ boundToLoopback, bootstrapTokenFile }: Config): string {
  if (boundToLoopback) {
    return 'open VS Code with the Skill Marketplace extension; it finds this server by itself.';
  }
  const people =
    'people run Skills: Connect to a Marketplace… in VS Code with that address, and sign in.';
  return bootstrapTokenFile === undefined
    ? people
    : `${people}\nThe admin's token is what BOOTSTRAP_TOKEN_FILE holds; make yourself another one with it, and remove the file.`;
}

await main().catch(exitWith);
