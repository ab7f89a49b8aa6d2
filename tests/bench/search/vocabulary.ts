import { randomOf, type Random } from '../randomOf.ts';

/** Words of every language of instructions; a search drops them. */
export const FUNCTION_WORDS =
  'the to and a of in for with is on this that you your it from as be or by are an all each into any when can will not if only how what which these then'.split(
    ' ',
  );

/** Words that a good part of all skills has. */
export const COMMON_WORDS =
  'skill agent use code data file run user task tool project input output command test create review change result step check write read update list name error example format source version default option request answer add call build service table page key value line set path field type folder script log message part problem plan team time work'.split(
    ' ',
  );

/** Words that say what a skill is about. */
export const TECHNICAL_WORDS = [
  'python typescript javascript rust golang java kotlin swift scala haskell elixir clojure fortran cobol',
  'react vue angular svelte solid ember django flask rails laravel spring express fastify nextjs remix',
  'docker kubernetes terraform ansible helm pulumi vagrant nomad consul vault packer jenkins argo flux',
  'aws azure gcp lambda serverless cloudflare heroku netlify vercel digitalocean openstack',
  'postgres mysql sqlite redis mongodb kafka rabbitmq cassandra elasticsearch clickhouse snowflake bigquery',
  'graphql rest webhook oauth authentication authorization session cookie token password passkey',
  'security vulnerability scanning linting formatting refactoring debugging profiling performance optimization',
  'caching logging monitoring tracing metrics dashboard alerting observability telemetry incident postmortem',
  'analytics visualization chart report spreadsheet excel document pdf markdown slides presentation diagram',
  'email calendar meeting notes summary translation grammar blog marketing newsletter copywriting social campaign',
  'sales invoice accounting finance budget tax legal contract compliance privacy gdpr audit procurement payroll',
  'response deployment release pipeline continuous integration github gitlab jira linear slack notion figma',
  'design accessibility color typography image video audio transcription speech podcast subtitle animation',
  'extraction parsing scraping crawler browser automation playwright selenium cypress regression snapshot mocking',
  'fixture coverage mutation fuzzing migration schema database query index vector embedding semantic search',
  'retrieval prompt template evaluation benchmark dataset notebook pandas numpy pytorch tensorflow training',
  'inference model tuning quantization gpu cluster queue worker scheduler cron backup restore encryption',
  'certificate network proxy dns firewall balancing scaling cost forecast planning roadmap sprint retrospective',
  'onboarding documentation changelog commit branch merge conflict rebase dependency package license upgrade',
  'monorepo workspace bundler compiler regex json yaml xml csv parquet arrow stream batch transform validate',
  'statistics regression sampling classification clustering anomaly recommendation ranking geospatial robotics',
  'firmware bluetooth sensor simulation physics chemistry biology genomics astronomy mathematics geometry',
  'recipe travel fitness nutrition gardening photography music poetry fiction screenplay trivia puzzle',
  'interview resume recruiting coaching feedback negotiation pricing inventory logistics warehouse shipping',
]
  .join(' ')
  .split(' ')
  .filter((word, index, all) => all.indexOf(word) === index);

/** The last words of skills' names. */
export const ROLES =
  'helper assistant reviewer generator analyzer builder converter expert toolkit manager optimizer validator planner tracker'.split(
    ' ',
  );

const ONSETS =
  'b br c ch cl d dr f fl g gr h j k kr l m n p pl pr qu r s sh sk st t tr v w z'.split(' ');
const VOWELS = 'a e i o u ai ea ou'.split(' ');
const CODAS = ['', '', 'l', 'm', 'n', 'nd', 'r', 'rk', 't', 'x'];
const RARE_COUNT = 20_000;

/** Names of things that few have heard of: 20,000 words, as far from each other as real ones. */
export const RARE_WORDS: readonly string[] = rareWords(randomOf(RARE_COUNT));

function rareWords(random: Random): string[] {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const syllable = () => `${pick(ONSETS)}${pick(VOWELS)}${pick(CODAS)}`;
  const known = new Set([...FUNCTION_WORDS, ...COMMON_WORDS, ...TECHNICAL_WORDS, ...ROLES]);
  const words = new Set<string>();
  while (words.size < RARE_COUNT) {
    const word = Array.from({ length: random() < 0.6 ? 2 : 3 }, syllable).join('');
    if (word.length >= 5 && !known.has(word)) words.add(word);
  }
  return [...words];
}

/**
 * Draws words as texts have them: the n-th most frequent comes with a probability of about 1/n (Zipf), at a
 * constant cost (Walker's alias method), since a big catalogue takes hundreds of millions of draws.
 */
export function zipfDraw(words: readonly string[], random: Random, offset = 2.7): () => string {
  const weights = words.map((_, index) => 1 / (index + offset));
  const scale = words.length / weights.reduce((sum, weight) => sum + weight, 0);
  const share = Float64Array.from(weights, (weight) => weight * scale);
  const alias = new Uint32Array(words.length);
  const small: number[] = [];
  const large: number[] = [];
  for (const [index, value] of share.entries()) (value < 1 ? small : large).push(index);
  for (let low = small.pop(); low !== undefined; low = small.pop()) {
    const high = large.at(-1);
    if (high === undefined) break;
    alias[low] = high;
    share[high] = (share[high] ?? 0) + (share[low] ?? 0) - 1;
    if ((share[high] ?? 0) < 1) small.push(large.pop() ?? high);
  }
  return () => {
    const at = random() * words.length;
    const slot = Math.floor(at);
    const index = at - slot < (share[slot] ?? 1) ? slot : (alias[slot] ?? slot);
    return words[index] ?? '';
  };
}
