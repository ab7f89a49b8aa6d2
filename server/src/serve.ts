import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { compose, type Services } from './compose.ts';
import type { Config } from './config.ts';
import { prepareDataDirectory } from './dataDirectory.ts';
import { takeAdvisoryLock } from './database/advisoryLock.ts';
import { migrate } from './database/migrate.ts';
import { hearNews } from './database/news.ts';
import { openDatabase } from './database/open.ts';
import type { Orm } from './database/orm.ts';
import { listed } from './errors/listed.ts';
import { StartupFailure } from './errors/startupFailure.ts';
import type { Actor } from './features/accounts/actor.ts';
import { ensureOwner, isBootstrapVain, ownerToken } from './features/accounts/owner.ts';
import { ensureIdentity } from './features/instance/instance.repository.ts';
import { register, savedCredentials, writeCredentials } from './features/instance/registration.ts';
import { doubtsAbout } from './features/policy/doubtfulRules.ts';
import type { HousePolicy } from './features/policy/housePolicy.ts';
import { putIntoForce } from './features/policy/rulesInForce.ts';
import { watchRules } from './features/policy/watchRules.ts';
import { importStarterSkills } from './features/publishing/starterSkills.ts';
import { countSkills } from './features/skills/skill.repository.ts';
import { startJobs } from './jobs/jobs.ts';
import { QUEUES } from './jobs/queues.ts';
import { NO_PROXY_TRUSTED } from './http/proxyWarning.ts';
import { listen } from './listen.ts';
import { readableByOthers } from './secretFile.ts';
import { removeDeadWorkFolders, workDirectoryOf } from './workFolders.ts';

/** How long running requests may take once the server is told to stop. */
const STOP_GRACE_MS = 5000;

/** How long running jobs may take after that; what is broken off is done again after the next start. */
const JOBS_GRACE_MS = 2000;

/** A marketplace that serves. */
export interface RunningMarketplace {
  url: string;
  skillCount: number;
  /** Starter skills that this start put into an empty catalogue. */
  starterCount: number;
  /** Resolves with a sentence when the database is gone for good, so that nothing can be served any more. */
  lost: Promise<string>;
  /** Ends requests, then jobs, then the database; safe to call once. */
  stop(): Promise<void>;
}

/**
 * Opens the database, brings it up to date, and serves. What keeps it from starting and is known is a
 * `StartupFailure`; nothing is left open then.
 */
export async function serve(config: Config, logger: Logger): Promise<RunningMarketplace> {
  await using stack = new AsyncDisposableStack();
  warnOfConfig(config, logger);
  prepareDataDirectory(config.dataDirectory);
  const database = await openDatabase(config);
  stack.defer(() => database.close());
  const { orm } = database;
  // One server a data directory, since it writes the credentials there; a shared database serves many.
  if (config.databaseUrl === undefined) {
    const release = await takeAdvisoryLock(orm, 'serve');
    if (release === undefined) throw alreadyRuns(config.dataDirectory);
    stack.defer(release);
  }
  await removeDeadWorkFolders(workDirectoryOf(config.dataDirectory));
  for (const name of await migrate(orm)) logger.debug({ migration: name }, 'migrated');
  const identity = await ensureIdentity(orm.em.fork());
  const housePolicy = await rulesOf(config, orm, logger);
  const owner = await ensureOwner(orm, config.boundToLoopback, config.bootstrapTokenFile);
  await warnOfBootstrap(config, orm, owner, logger);
  const token = await ownerToken(
    orm,
    owner,
    `${hostname()}:${config.dataDirectory}`,
    savedCredentials(config.dataDirectory)?.token,
  );
  const starterCount = await importStarterSkills(orm, owner);
  const skillCount = await countSkills(orm.em.fork());
  const { address } = database;
  const jobs = await startJobs({ address, orm, queues: QUEUES, logger });
  stack.defer(() => jobs.stop(JOBS_GRACE_MS));

  const state = { port: 0, origin: '', stopping: false };
  const news = stack.use(await hearNews(address));
  const { services, rules } = compose(
    { ...config, housePolicy },
    identity,
    () => state.origin,
    news,
  );
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
  // A data directory has one server, which a command never contradicts.
  if (config.databaseUrl !== undefined) stack.use(watchRules(orm, housePolicy, logger));
  const listening = await listen(app, config);
  stack.defer(() => listening.close(STOP_GRACE_MS));
  state.port = listening.port;
  state.origin = config.publicUrl ?? originOf(config.host, listening.port);

  const { instanceId, secret } = identity;
  const credentials = {
    version: 1 as const,
    instanceId,
    url: state.origin,
    token,
    user: owner.user?.name ?? 'owner',
  };
  writeCredentials(config.dataDirectory, credentials);
  register(config.registrationsDirectory, { ...credentials, instanceSecret: secret });
  // Tokens work without the providers, so nothing waits for their answer.
  void warnOfProviders(services, logger);
  const open = stack.move();
  return {
    url: state.origin,
    skillCount,
    starterCount,
    lost: database.lost,
    async stop() {
      state.stopping = true;
      await open.disposeAsync();
    },
  };
}

/** What is set in a way that works, and yet is hardly what was meant. */
function warnOfConfig(config: Config, logger: Logger): void {
  if (config.publicUrl !== undefined && !config.boundToLoopback && !config.trustProxyGiven) {
    logger.warn(`PUBLIC_URL is set and TRUST_PROXY is not: ${NO_PROXY_TRUSTED}`);
  }
  if (config.boundToLoopback && config.bootstrapTokenFile !== undefined) {
    logger.warn(
      'BOOTSTRAP_TOKEN_FILE is not used: only this machine reaches this server, so its owner signs in with DATA_DIR/credentials.json',
    );
  }
  const readable = readableByOthers(config.secretFiles);
  if (readable.length > 0) {
    const files = readable.map(({ variable, path }) => `${path} (${variable})`).join(' and ');
    logger.warn(
      `Others may read ${files}: where anybody but this server is on this machine, make that mode 600`,
    );
  }
}

/** The rules of the house that this server goes by; says what may be a mistake about them. */
async function rulesOf(config: Config, orm: Orm, logger: Logger): Promise<HousePolicy> {
  const { rules, changed, areKept } = await putIntoForce(orm, config);
  if (changed.length > 0) {
    logger.info(`The rules of the house changed: ${listed(changed, 'and')}`);
  }
  if (areKept) {
    logger.warn(
      'POLICY_FILE is not set: the rules of the house that this database was last served with stay in force. To end them, start with a file that holds {}',
    );
  }
  for (const doubt of await doubtsAbout(orm.em.fork(), rules)) {
    logger.warn(`In the rules of the house ${doubt}`);
  }
  return rules;
}

async function warnOfBootstrap(config: Config, orm: Orm, owner: Actor, logger: Logger) {
  const { boundToLoopback, bootstrapTokenFile } = config;
  if (boundToLoopback || bootstrapTokenFile === undefined) return;
  if (!(await isBootstrapVain(orm, bootstrapTokenFile))) return;
  const name = owner.user?.name ?? 'somebody';
  logger.warn(
    `BOOTSTRAP_TOKEN_FILE is not used: ${name} is an admin already, or its token has ended. Make another with: marketplace token create --user ${name} --scopes read,admin`,
  );
}

async function warnOfProviders({ signIn }: Services, logger: Logger): Promise<void> {
  for (const problem of await signIn.problems()) logger.warn(problem);
}

/** A server that listens everywhere is told to its own user by its loopback name. */
function originOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  // As clients write it: lower case, and without the port that the scheme implies.
  return new URL(`http://${name.includes(':') ? `[${name}]` : name}:${port}`).origin;
}

function alreadyRuns(dataDirectory: string): StartupFailure {
  const url = savedCredentials(dataDirectory)?.url;
  const where = url === undefined ? '' : `, at ${url}`;
  return new StartupFailure(
    `Skill Marketplace already runs on ${dataDirectory}${where}: use it, stop it first, or set DATA_DIR to another folder.`,
  );
}
