import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { compose } from './compose.ts';
import type { Config } from './config.ts';
import { prepareDataDirectory } from './dataDirectory.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase } from './database/open.ts';
import { StartupFailure } from './errors/startupFailure.ts';
import { ensureOwner } from './features/accounts/owner.ts';
import { ensureIdentity } from './features/instance/instance.service.ts';
import { credentialsPath, register, writeCredentials } from './features/instance/registration.ts';
import { importStarterSkills } from './features/publishing/starterSkills.ts';
import { countSkills } from './features/skills/skill.repository.ts';
import { listen } from './listen.ts';
import { findRunningServer } from './runningServer.ts';

/** How long running requests may take once the server is told to stop. */
const STOP_GRACE_MS = 5000;

/** A marketplace that serves. */
export interface RunningMarketplace {
  url: string;
  skillCount: number;
  /** Starter skills that this start put into an empty catalogue. */
  starterCount: number;
  /** Ends requests, then the database; safe to call once. */
  stop(): Promise<void>;
}

/** Opens the database, brings it up to date, and serves; every reason not to is a `StartupFailure`. */
export async function serve(config: Config, logger: Logger): Promise<RunningMarketplace> {
  prepareDataDirectory(config.dataDirectory);
  const running = await findRunningServer(config.dataDirectory);
  if (running !== undefined) {
    throw new StartupFailure(
      `Skill Marketplace already runs on ${config.dataDirectory}, at ${running}: use it, stop it first, or set DATA_DIR to another folder.`,
    );
  }
  const database = await openDatabase(config);
  try {
    const { orm } = database;
    for (const name of await migrate(orm)) logger.debug({ migration: name }, 'migrated');
    const identity = await ensureIdentity(orm.em.fork());
    const owner = await ensureOwner(
      orm.em.fork(),
      credentialsPath(config.dataDirectory),
      config.loopbackOnly,
    );
    const starterCount = await importStarterSkills(orm, owner.actor);
    const skillCount = await countSkills(orm.em.fork());

    const state = { port: 0, origin: '', stopping: false };
    const { services, rules } = compose(config, identity, () => state.origin);
    const app = createApp({
      config,
      orm,
      services,
      rules,
      logger,
      port: () => state.port,
      origin: () => state.origin,
      isStopping: () => state.stopping,
    });
    const listening = await listen(app, config);
    state.port = listening.port;
    state.origin = config.publicUrl ?? originOf(config.host, listening.port);

    const { instanceId, secret } = identity;
    const credentials = {
      version: 1 as const,
      instanceId,
      url: state.origin,
      token: owner.token,
      user: owner.user,
    };
    writeCredentials(config.dataDirectory, credentials);
    register(config.registrationsDirectory, { ...credentials, instanceSecret: secret });
    return {
      url: state.origin,
      skillCount,
      starterCount,
      async stop() {
        state.stopping = true;
        await listening.close(STOP_GRACE_MS);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A server that listens everywhere is told to its own user by its loopback name. */
function originOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
