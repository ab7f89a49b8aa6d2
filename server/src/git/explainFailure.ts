import { DomainError } from '../errors/domainError.ts';
import { notAllowed } from '../errors/failures.ts';
import { placeOf, refNotFound, repositoryNotFound } from './gitFailures.ts';
import type { GitSource } from './gitSource.ts';

/** What was fetched. */
export interface FetchedPlace {
  source: GitSource;
  ref: string | undefined;
}

/**
 * Says why a fetch failed, from what git wrote with `LC_ALL=C`. git ends with 128 whatever went wrong and has
 * no other account of it, so its words are all there is; they are read here and nowhere else, and never
 * shown, since a server chooses part of them. Only git's own lines count: what the server says is marked
 * `remote:`. Where no pattern fits it is `upstream_unavailable`.
 */
export function explainFailure(errors: string, place: FetchedPlace): DomainError {
  const lines = errors.split(/[\r\n]+/).filter((line) => /^(?:fatal|error): /.test(line));
  const known = EXPLANATIONS.find(({ pattern }) => lines.some((line) => pattern.test(line)));
  return known?.explain(place) ?? notFetched(place);
}

interface Explanation {
  pattern: RegExp;
  explain: (place: FetchedPlace) => DomainError;
}

/** The first that fits a line decides. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /The requested URL returned error: 3\d\d\b/,
    explain: ({ source }) =>
      new DomainError(
        'upstream_unavailable',
        `${placeOf(source)} has moved, and redirects are not followed: give its present address.`,
      ),
  },
  {
    pattern:
      /^fatal: repository '.*' not found$|The requested URL returned error: (?:401|403|404|410)\b|^fatal: could not read Username for |^fatal: Authentication failed for |does not appear to be a git repository$/,
    explain: ({ source }) => repositoryNotFound(source),
  },
  {
    pattern:
      /^fatal: couldn't find remote ref |not our ref |^error: Server does not allow request for unadvertised object /,
    explain: ({ source, ref }) => refNotFound(source, ref),
  },
  {
    pattern:
      /unable to access '.*': (?:Failed to connect|Couldn't connect|Could not resolve|Connection |Operation too slow|Recv failure|Empty reply|\S+ connection timeout)/,
    explain: ({ source }) =>
      new DomainError(
        'upstream_unavailable',
        `${placeOf(source)} does not answer: check the address, or try later.`,
      ),
  },
  {
    pattern: /unable to access '.*': .*(?:certificate|SSL|TLS|gnutls|schannel|handshake)/i,
    explain: ({ source }) =>
      new DomainError(
        'upstream_unavailable',
        `${placeOf(source)} has no certificate that the server trusts; its operator names other authorities in GIT_CA_FILE.`,
      ),
  },
  {
    pattern: /fsck error|^error: object [0-9a-f]+: \w+: |broken link|invalid path '/i,
    explain: ({ source }) =>
      notAllowed(`${placeOf(source)} holds objects that git takes for malformed or harmful.`),
  },
  {
    pattern: /mismatched algorithms: client sha1; server sha256/,
    explain: ({ source }) =>
      notAllowed(`${placeOf(source)} keeps its objects by sha256, which is not supported.`),
  },
];

function notFetched({ source }: FetchedPlace): DomainError {
  return new DomainError(
    'upstream_unavailable',
    `${placeOf(source)} does not answer as a git repository does: check the address, or try later.`,
  );
}
