/** A host, or a program or library that fetches; `line` from 1. */
export interface NetworkUse {
  detail: string;
  line: number;
}

const HOST =
  /\b(?:https?|wss?|ftp):\/\/(?:[^\s/@'"`]{1,100}@)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)/g;

/** Names in addresses that nobody calls: identifiers of formats, documentation's examples, this machine. */
const NOT_CALLED =
  /^(?:localhost|0\.0\.0\.0|127\..*|(?:www\.)?w3\.org|schemas\..*|json-schema\.org|(?:.*\.)?example\.(?:com|org|net)|.*\.(?:example|invalid|test|local)|.*localhost)$/i;

/** What fetches without an address on the same line. */
const CALLS: readonly (readonly [string, RegExp])[] = [
  ['curl', /(?:^|[\s;&|($`'"[])curl(?:\.exe)?['"]?[\s,]/],
  ['wget', /(?:^|[\s;&|($`'"[])wget['"]?[\s,]/],
  ['fetch', /(?:^|[^.\w])fetch\(/],
  [
    'requests',
    /(?:^\s*(?:import|from)\s+requests\b)|\brequests\.(?:get|post|put|patch|delete|head|request|Session)\(/,
  ],
  ['httpx', /^\s*(?:import|from)\s+httpx\b/],
  ['aiohttp', /^\s*(?:import|from)\s+aiohttp\b/],
  ['urllib', /^\s*(?:import|from)\s+urllib\.request\b|\burlopen\(/],
  [
    'socket',
    /^\s*(?:import|from)\s+socket\b|\b(?:from|require\()\s*['"](?:node:)?(?:net|dgram|tls)['"]/,
  ],
  ['http', /^\s*(?:import|from)\s+http\.client\b|\b(?:from|require\()\s*['"](?:node:)?https?['"]/],
  ['axios', /\b(?:from|require\()\s*['"]axios['"]/],
  ['Invoke-WebRequest', /\b(?:Invoke-WebRequest|Invoke-RestMethod)\b/i],
];

/** Part of everything above, so that most lines are passed over at once. */
const NEEDLE =
  /:\/\/|curl|wget|fetch\(|requests|httpx|aiohttp|urllib|urlopen|socket|http|net|dgram|tls|axios|invoke-/i;

const COMMENT = /^\s*(?:#|\/\/|\/?\*|--\s|rem\s|::)/i;
/** Longer lines are machine-made; a part of them says enough. */
const MAX_LINE = 10_000;

/** Finds the hosts that a script names and the means by which it fetches, each once, comments left out. */
export function networkOf(lines: readonly string[]): NetworkUse[] {
  const found = new Map<string, number>();
  for (const [index, wholeLine] of lines.entries()) {
    if (wholeLine === '') continue;
    const line = wholeLine.slice(0, MAX_LINE);
    if (!NEEDLE.test(line) || COMMENT.test(line)) continue;
    const hosts = [...line.matchAll(HOST)].flatMap(([, host = '']) =>
      NOT_CALLED.test(host) ? [] : [host.toLowerCase()],
    );
    const calls = CALLS.filter(([, pattern]) => pattern.test(line)).map(([name]) => name);
    for (const detail of [...hosts, ...calls]) {
      if (!found.has(detail)) found.set(detail, index + 1);
    }
  }
  return [...found].map(([detail, line]) => ({ detail, line }));
}
