import { randomUUID } from 'node:crypto';
import type { Decision, Role, ScanState, Scope } from '@skill-marketplace/shared/contracts';
import { createMarketplaceClient, type MarketplaceClient } from '@skill-marketplace/shared/client';
import { createApp } from '@skill-marketplace/server/app';
import { compose } from '@skill-marketplace/server/compose';
import { readConfig, type Config } from '@skill-marketplace/server/config';
import { openOrm, type Orm } from '@skill-marketplace/server/database';
import { hearNews } from '../../server/src/database/news.ts';
import { ANONYMOUS, type Actor } from '../../server/src/features/accounts/actor.ts';
import { ensurePublisher } from '../../server/src/features/accounts/ensurePublisher.ts';
import { ensureOwner, ownerToken } from '../../server/src/features/accounts/owner.ts';
import { hashToken, newToken } from '../../server/src/features/accounts/token.ts';
import { addToken } from '../../server/src/features/accounts/token.repository.ts';
import {
  ensureIdentity,
  type Identity,
} from '../../server/src/features/instance/instance.repository.ts';
import { importFolder } from '../../server/src/features/publishing/folderImport.ts';
import type { ImportReport } from '../../server/src/features/publishing/importReport.ts';
import { Skill } from '../../server/src/features/skills/skill.entity.ts';
import { lockSkill } from '../../server/src/features/skills/skill.repository.ts';
import { versionsOf } from '../../server/src/features/versions/version.repository.ts';
import { transition } from '../../server/src/features/versions/version.service.ts';
import { listen } from '../../server/src/listen.ts';
import { createLogger } from '../../server/src/logging.ts';
import { cloneDatabase } from './database.ts';
import { ensureUser } from './ensureUser.ts';
import { folderOf, type FileTree } from './skillFolder.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A person of a hub, with a way in. */
export interface HubUser {
  id: string;
  name: string;
  token: string;
  client: MarketplaceClient;
}

/** What a person of a hub may do; without it a member whose token is for all that the person may do. */
export interface UserOptions {
  roles?: Role[];
  scopes?: Scope[];
  publishers?: string[];
}

/** The state that a version of a hub is brought into. */
export interface StateChange {
  scan?: ScanState;
  decision?: Decision;
  yankedAt?: Date | null;
}

/** The owner of a hub, with the token that its first start made. */
export interface Owner {
  actor: Actor;
  token: string;
}

/** The real app over a database of its own, listening on a loopback port. */
export interface Hub extends AsyncDisposable {
  url: string;
  port: number;
  orm: Orm;
  /** The hub's database, as `DATABASE_URL` takes it. */
  databaseUrl: string;
  config: Config;
  identity: Identity;
  owner: Owner;
  /** Calls as nobody. */
  client: MarketplaceClient;
  /** Calls as the owner. */
  ownerClient: MarketplaceClient;
  addUser(name: string, options?: UserOptions): Promise<HubUser>;
  /** Imports a folder as the owner. */
  importFolder(folder: string, publisher?: string): Promise<ImportReport>;
  /** Imports files as the owner, by default under the publisher `acme`. */
  importFiles(tree: FileTree, publisher?: string): Promise<ImportReport>;
  /** Brings a version of `publisher/name` into a state, as a review would. */
  changeState(reference: string, version: string, change: StateChange): Promise<void>;
}

/** What a hub may be started with; `config` replaces single values of the configuration. */
export interface HubOptions {
  config?: Partial<Config>;
}

/** Starts a hub: everything real but the process of its own. */
export async function startHub({ config: overrides = {} }: HubOptions = {}): Promise<Hub> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder('hub'));
  const database = stack.use(await cloneDatabase());
  const environment = {
    DATA_DIR: folder.path,
    PORT: '0',
    RATE_LIMITS: 'off',
    LOG_LEVEL: logLevel(),
  };
  const config: Config = { ...readConfig(environment), ...overrides };
  const orm = await openOrm(database.address);
  stack.defer(() => orm.close(true));

  const identity = await ensureIdentity(orm.em.fork());
  const actor = await ensureOwner(orm, true);
  const owner: Owner = { actor, token: await ownerToken(orm, actor, 'hub', undefined) };
  const address = { port: 0, url: '' };
  const news = stack.use(await hearNews(database.address));
  const { services, rules } = compose(config, identity, () => address.url, news);
  const app = createApp({
    config,
    orm,
    services,
    rules,
    logger: createLogger(config),
    port: () => address.port,
    origin: () => address.url,
    isStopping: () => false,
  });
  const listening = await listen(app, config);
  stack.defer(() => listening.close(0));
  address.port = listening.port;
  address.url = config.publicUrl ?? `http://127.0.0.1:${listening.port}`;
  const url = `http://127.0.0.1:${listening.port}`;

  const importInto = (path: string, publisher?: string) =>
    importFolder(orm, {
      folder: path,
      actor: owner.actor,
      house: config.housePolicy,
      kind: 'import',
      publisher,
    });
  const disposables = stack.move();
  return {
    url,
    port: listening.port,
    orm,
    config,
    identity,
    owner,
    databaseUrl: database.url,
    client: createMarketplaceClient({ url }),
    ownerClient: createMarketplaceClient({
      url,
      token: owner.token,
    }),
    importFolder: importInto,
    async importFiles(tree, publisher = 'acme') {
      await using source = await folderOf(tree);
      return await importInto(source.path, publisher);
    },
    addUser: (name, options) => addUser(orm, url, name, options),
    changeState: (reference, version, change) =>
      changeState(orm, owner, reference, version, change),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

async function addUser(
  orm: Orm,
  url: string,
  name: string,
  { roles = ['member'], publishers = [], scopes }: UserOptions = {},
): Promise<HubUser> {
  const usual: Scope[] = [
    'read',
    'rate',
    'install',
    ...(publishers.length > 0 ? ['publish' as const] : []),
    ...(roles.includes('reviewer') ? ['moderate' as const] : []),
  ];
  const token = newToken();
  const id = await orm.em.fork().transactional(async (em) => {
    const user = await ensureUser(em, name, roles);
    addToken(em, user, `test ${randomUUID()}`, hashToken(token), scopes ?? usual);
    for (const publisher of publishers) {
      (await ensurePublisher({ em, actor: ANONYMOUS }, publisher)).members.add(user);
    }
    return user.id;
  });
  return { id, name, token, client: createMarketplaceClient({ url, token }) };
}

async function changeState(
  orm: Orm,
  { actor }: Owner,
  reference: string,
  number: string,
  change: StateChange,
): Promise<void> {
  const [publisher = '', name = ''] = reference.split('/');
  await orm.em.fork().transactional(async (em) => {
    const { id } = await em.findOneOrFail(Skill, { publisher, name });
    const skill = await lockSkill(em, id);
    const versions = await versionsOf(em, id);
    const version = versions.find((candidate) => candidate.version === number);
    if (version === undefined) throw new Error(`${reference} has no version ${number}`);
    await transition({ em, actor }, skill, versions, version, change, {
      action: 'version.approve',
    });
  });
}

/** Silent, unless somebody looks for the reason of a failure: `TEST_LOG_LEVEL=error`. */
function logLevel(): string {
  return process.env['TEST_LOG_LEVEL'] ?? 'silent';
}
