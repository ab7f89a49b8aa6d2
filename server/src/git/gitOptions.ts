import { devNull } from 'node:os';
import { withoutBrackets } from '../outbound/hostName.ts';
import type { GitRules } from './gitRules.ts';
import type { GitSource } from './gitSource.ts';
import type { RepositoryFolder } from './repositoryFolder.ts';

/** Bytes a second below which a server counts as silent, and seconds that it may stay so. */
const LOW_SPEED = { limit: 1000, seconds: 30 };

/** The whole environment of git: nothing of the server's own, so that no variable or configuration of its account counts. */
export function gitEnvironment(
  folder: RepositoryFolder,
  { searchPath }: Pick<GitRules, 'searchPath'>,
): Record<string, string> {
  return {
    ...(searchPath !== undefined && { PATH: searchPath }),
    // git and curl look for .netrc, cookies and configuration here; without it they ask the system for the home.
    HOME: folder.home,
    XDG_CONFIG_HOME: folder.home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: folder.configuration,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    LC_ALL: 'C',
  };
}

/** Options that hold for every run: nothing of the repository is executed, cleaned up or followed. */
export function safeOptions(): string[] {
  return options({
    'core.hooksPath': devNull,
    'core.askPass': '',
    'core.fsmonitor': 'false',
    // Larger files are streamed rather than held in memory.
    'core.bigFileThreshold': '4m',
    'credential.helper': '',
    'gc.auto': '0',
    'maintenance.auto': 'false',
    'submodule.recurse': 'false',
  });
}

/**
 * Options of the one run that speaks to another machine, or reads another repository of this one. `address`
 * is the only place that it connects to: git would resolve the host itself, at another time than the check.
 */
export function transportOptions(
  source: GitSource,
  address: string | undefined,
  rules: GitRules,
): string[] {
  const transport = source.kind === 'https' ? 'https' : 'file';
  return [
    ...options({
      'protocol.allow': 'never',
      [`protocol.${transport}.allow`]: 'always',
      'fetch.fsckObjects': 'true',
      'transfer.fsckObjects': 'true',
      'transfer.bundleURI': 'false',
      'transfer.credentialsInUrl': 'die',
      // One pack however few objects there are, so that the limit of one file is the limit of all.
      'fetch.unpackLimit': '1',
      'fetch.recurseSubmodules': 'false',
      'http.followRedirects': 'false',
      'http.proxy': '',
      'http.sslVerify': 'true',
      'http.lowSpeedLimit': String(LOW_SPEED.limit),
      'http.lowSpeedTime': String(LOW_SPEED.seconds),
      ...(rules.caFile !== undefined && { 'http.sslCAInfo': rules.caFile }),
    }),
    ...(source.kind === 'https' && address !== undefined ? pinned(source, address) : []),
  ];
}

/** curl's own notation (CURLOPT_RESOLVE); an address in place of a name needs no pin and gets none. */
function pinned({ host, port }: { host: string; port: number }, address: string): string[] {
  if (withoutBrackets(host) === address) return [];
  const target = address.includes(':') ? `[${address}]` : address;
  return options({ 'http.curloptResolve': `${host}:${port}:${target}` });
}

function options(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
