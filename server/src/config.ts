import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ArchiveLimits } from './archives/archiveLimits.ts';
import { parseArchiveLimits } from './archives/parseArchiveLimits.ts';
import { listed } from './errors/listed.ts';
import { StartupFailure } from './errors/startupFailure.ts';
import type { HousePolicy } from './features/policy/housePolicy.ts';
import { readHousePolicy } from './features/policy/readHousePolicy.ts';
import { readSignInConfig } from './features/signIn/readSignInConfig.ts';
import type { SignInConfig } from './features/signIn/signInConfig.ts';
import { SignInVariables } from './features/signIn/signInVariables.ts';
import { DEFAULT_GIT_HOSTS, parseGitHosts, type GitHost } from './git/gitRules.ts';
import type { SecretFile } from './secretFile.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

const PORT_SENTENCE = 'give a number from 0 to 65535';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const oneOf = <const Word extends string>(...words: Word[]) =>
  z.enum(words, { error: `give ${listed(words)}` });

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, PORT_SENTENCE)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT_SENTENCE)
    .default(4820),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'give an address like https://skills.example.com' })
    .optional(),
  ALLOWED_HOSTS: list,
  ALLOWED_ORIGINS: list.refine(
    (origins) => origins.every((origin) => URL.parse(origin)?.origin === origin),
    'give origins like https://app.example.com, with commas between',
  ),
  TRUST_PROXY: z
    .string()
    .regex(
      /^(?:off|\d+|(?:loopback|linklocal|uniquelocal|[\d.a-f:]+(?:\/\d+)?)(?:, *(?:loopback|linklocal|uniquelocal|[\d.a-f:]+(?:\/\d+)?))*)$/i,
      'give off, a number of proxies, or their addresses',
    )
    .optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(?:ql)?$/,
      error: 'give an address like postgres://user:password@host:5432/database',
    })
    .optional(),
  DATA_DIR: z.string().min(1).default(join(REPOSITORY, '.data')),
  ARCHIVE_LIMITS: z
    .string()
    .default('')
    .transform((text, context) => {
      const limits = parseArchiveLimits(text);
      if (typeof limits !== 'string') return limits;
      context.addIssue(limits);
      return z.NEVER;
    }),
  GIT_HOSTS: z
    .string()
    .default(DEFAULT_GIT_HOSTS)
    .transform((text, context) => {
      const hosts = parseGitHosts(text);
      if (hosts !== undefined) return hosts;
      context.addIssue('give host names, as github.com, git.corp.example:8443=10.1.2.3');
      return z.NEVER;
    }),
  BOOTSTRAP_TOKEN_FILE: z.string().min(1).optional(),
  GIT_CA_FILE: z.string().min(1).optional(),
  ANONYMOUS_READ: oneOf('auto', 'on', 'off').default('auto'),
  POLICY_FILE: z.string().min(1).optional(),
  ...SignInVariables.shape,
  RATE_LIMITS: oneOf('default', 'off').default('default'),
  LOG_LEVEL: oneOf('silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace').default('info'),
  XDG_STATE_HOME: z.string().optional(),
  INIT_CWD: z.string().optional(),
  PATH: z.string().optional(),
});

/** Set by the system or by pnpm; nobody configures the server with them. */
const SURROUNDINGS = new Set(['XDG_STATE_HOME', 'INIT_CWD', 'PATH']);

/** The variables that an operator may set; the README lists the same ones. */
export const VARIABLES = Object.keys(Environment.shape).filter((name) => !SURROUNDINGS.has(name));

/** Those that name a file with a secret. */
const SECRET_FILES = [
  'BOOTSTRAP_TOKEN_FILE',
  'OIDC_CLIENT_SECRET_FILE',
  'GITHUB_CLIENT_SECRET_FILE',
] as const;

/** Everything that the environment decides, checked once at start. */
export interface Config {
  host: string;
  port: number;
  publicUrl: string | undefined;
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  /** What Express takes as `trust proxy`; `false` trusts no forwarded header. */
  trustProxy: boolean | number | string;
  /** True when somebody said which proxies to trust, if any. */
  trustProxyGiven: boolean;
  /** Without it the embedded PostgreSQL is used. */
  databaseUrl: string | undefined;
  /** Absolute. */
  dataDirectory: string;
  /** Folder of this user's server registrations. Absolute. */
  registrationsDirectory: string;
  /** True when it listens on this machine's loopback only, and is not known to others by `PUBLIC_URL`. */
  boundToLoopback: boolean;
  /** The file with the first admin's token, where no local owner can be. Absolute. */
  bootstrapTokenFile?: string;
  /** Every file with a secret. Absolute. */
  secretFiles: readonly SecretFile[];
  archiveLimits: ArchiveLimits;
  /** Where a call may import repositories from, and whom their servers are certified by (absolute). */
  git: { hosts: readonly GitHost[]; caFile?: string; searchPath?: string | undefined };
  anonymousRead: boolean;
  /** The rules of the house, from `POLICY_FILE`; without it the defaults, which are not what the database may have in force. */
  housePolicy: HousePolicy;
  /** True where there is such a file. */
  housePolicyGiven: boolean;
  /** Where people sign in, beside tokens. */
  signIn: SignInConfig;
  rateLimits: boolean;
  logLevel: string;
  /** The folder that a user's relative paths start from. */
  workingDirectory: string;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '[::1]', 'localhost']);

/** Reads the environment; a value that makes no sense is a `StartupFailure` that names the variable. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  // An empty variable means "not set", as in most shells' scripts.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartupFailure(
      `${issue?.path.join('.') ?? 'The environment'} is not usable: ${issue?.message ?? 'unknown'}.`,
    );
  }
  const values = parsed.data;
  const workingDirectory = values.INIT_CWD ?? process.cwd();
  const publicUrl = values.PUBLIC_URL === undefined ? undefined : new URL(values.PUBLIC_URL);
  // Behind a proxy on the same machine everybody comes from loopback.
  const boundToLoopback =
    isLoopback(values.HOST) && (publicUrl === undefined || isLoopback(publicUrl.hostname));
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: publicUrl?.origin,
    allowedHosts: values.ALLOWED_HOSTS.map((host) => host.toLowerCase()),
    allowedOrigins: values.ALLOWED_ORIGINS,
    trustProxy: trustProxy(values.TRUST_PROXY),
    trustProxyGiven: values.TRUST_PROXY !== undefined,
    databaseUrl: values.DATABASE_URL,
    dataDirectory: resolve(workingDirectory, values.DATA_DIR),
    registrationsDirectory: join(stateHome(values.XDG_STATE_HOME), 'skill-marketplace', 'servers'),
    boundToLoopback,
    ...(values.BOOTSTRAP_TOKEN_FILE !== undefined && {
      bootstrapTokenFile: resolve(workingDirectory, values.BOOTSTRAP_TOKEN_FILE),
    }),
    secretFiles: SECRET_FILES.flatMap((variable) => {
      const path = values[variable];
      return path === undefined ? [] : [{ variable, path: resolve(workingDirectory, path) }];
    }),
    archiveLimits: values.ARCHIVE_LIMITS,
    git: {
      hosts: values.GIT_HOSTS,
      searchPath: values.PATH,
      ...(values.GIT_CA_FILE !== undefined && {
        caFile: resolve(workingDirectory, values.GIT_CA_FILE),
      }),
    },
    anonymousRead:
      values.ANONYMOUS_READ === 'on' || (values.ANONYMOUS_READ === 'auto' && boundToLoopback),
    housePolicy: readHousePolicy(
      values.POLICY_FILE === undefined ? undefined : resolve(workingDirectory, values.POLICY_FILE),
    ),
    housePolicyGiven: values.POLICY_FILE !== undefined,
    signIn: readSignInConfig(values, workingDirectory),
    rateLimits: values.RATE_LIMITS === 'default',
    logLevel: values.LOG_LEVEL,
    workingDirectory,
  };
}

/** The XDG specification has relative paths ignored. */
function stateHome(given: string | undefined): string {
  return given !== undefined && isAbsolute(given) ? given : join(homedir(), '.local', 'state');
}

function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

/** `off` or nothing trusts nobody; a number counts proxies; anything else is a list of addresses (Express). */
function trustProxy(text: string | undefined): boolean | number | string {
  if (text === undefined || text === 'off') return false;
  return /^\d+$/.test(text) ? Number(text) : text;
}
