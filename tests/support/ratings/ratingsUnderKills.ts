import { createMarketplaceClient } from '@skill-marketplace/shared/client';
import { runMarketplace } from '../marketplace.ts';
import { folderOf, skillText } from '../skillFolder.ts';
import { temporaryFolder } from '../temporaryFolder.ts';
import { readLogs, type Acknowledgement } from './acknowledgementLog.ts';
import { startMortalMarketplace, type Victim } from './mortalMarketplace.ts';
import { runRatingClients, type PlannedRating, type Rater } from './ratingClients.ts';
import { compareStored, makeRaters, type StoredRatings } from './storedRatings.ts';

/** How much is rated, by how many clients, and how often what is killed. */
export interface KillPlan {
  ratings: number;
  skills: number;
  clients: number;
  /** Of the server, and as many of PostgreSQL. */
  kills: number;
  progress?: (line: string) => void;
}

/** What became of it. */
export interface KillReport extends StoredRatings {
  acknowledged: number;
  repeated: number;
  /** Milliseconds from each kill until the marketplace served again. */
  restarts: Record<Victim, number[]>;
  /** Skills whose page says anything else than what was acknowledged. */
  wrongPages: string[];
  seconds: number;
}

const PUBLISHER = 'bench';
/** Every so many people install before they rate. */
const INSTALLING = 4;

/**
 * Rates from several clients at once while server and PostgreSQL are killed by turns, evenly over the whole, and
 * compares what is stored and shown afterwards with what clients wrote down as acknowledged.
 */
export async function rateUnderKills(plan: KillPlan): Promise<KillReport> {
  await using marketplace = await startMortalMarketplace();
  await using logs = await temporaryFolder('acknowledged');
  const skills = await importSkills(marketplace, plan.skills);
  const raters = await makeRaters(marketplace.dataDir, Math.ceil(plan.ratings / plan.skills));

  const restarts: Record<Victim, number[]> = { server: [], postgres: [] };
  const steps = killSteps(plan);
  let acknowledged = 0;
  let killing: Promise<void> = Promise.resolve();
  const stop = new AbortController();
  const kill = async (victim: Victim) => {
    // One that does not start again answers nobody: the clients end with the reason.
    const milliseconds = await marketplace
      .kill(victim)
      .catch((error: unknown) => stop.abort(error));
    if (typeof milliseconds === 'number') restarts[victim].push(milliseconds);
  };
  const startedAt = performance.now();
  const repeated = await runRatingClients({
    url: marketplace.url,
    logFolder: logs.path,
    plans: plansOf(plan, skills, raters),
    stopped: stop.signal,
    onAcknowledged: () => {
      acknowledged += 1;
      if (acknowledged % 50 === 0) plan.progress?.(`${acknowledged} of ${plan.ratings} ratings`);
      const victim = steps.get(acknowledged);
      if (victim !== undefined) killing = killing.then(() => kill(victim));
    },
  });
  await killing;
  stop.signal.throwIfAborted();
  const seconds = (performance.now() - startedAt) / 1000;
  const written = await readLogs(logs.path);
  return {
    acknowledged: written.length,
    repeated,
    restarts,
    wrongPages: await wrongPages(marketplace.url, skills, written),
    seconds,
    ...(await compareStored(marketplace.dataDir, written)),
  };
}

/** After which acknowledgement what is killed. */
function killSteps({ ratings, kills }: KillPlan): Map<number, Victim> {
  const steps = new Map<number, Victim>();
  for (let kill = 0; kill < 2 * kills; kill += 1) {
    const at = Math.ceil(((kill + 1) * ratings) / (2 * kills + 1));
    steps.set(at, kill % 2 === 0 ? 'server' : 'postgres');
  }
  return steps;
}

async function importSkills(
  on: { dataDir: string; stateHome: string },
  count: number,
): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `skill-${index}`);
  const texts = names.map((name) => [`${name}/SKILL.md`, skillText({ name })]);
  await using folder = await folderOf(Object.fromEntries(texts));
  const { code, stderr } = await runMarketplace(
    ['import', folder.path, '--publisher', PUBLISHER, '--json'],
    on,
  );
  if (code !== 0) throw new Error(`The skills were not imported: ${stderr}`);
  return names.map((name) => `${PUBLISHER}/${name}`);
}

/** Each rating to one client; whoever rates belongs to one client, and clients meet at the skills. */
function plansOf(
  { ratings, clients }: KillPlan,
  skills: readonly string[],
  raters: readonly Rater[],
): PlannedRating[][] {
  const plans: PlannedRating[][] = Array.from({ length: clients }, () => []);
  for (let number = 0; number < ratings; number += 1) {
    // Skill by skill, so that the clients are at the same few skills at any time.
    const rater = raters[number % raters.length];
    const skill = skills[Math.floor(number / raters.length)];
    if (rater === undefined || skill === undefined) throw new Error('There are too few raters.');
    const index = number % raters.length;
    plans[index % clients]?.push({
      rater,
      skill,
      stars: ((index * 7 + number) % 5) + 1,
      installs: index % INSTALLING === 0,
    });
  }
  return plans;
}

/** Asks for the page of every skill and compares it with what was acknowledged. */
async function wrongPages(
  url: string,
  skills: readonly string[],
  acknowledged: readonly Acknowledgement[],
): Promise<string[]> {
  const client = createMarketplaceClient({ url });
  const wrong: string[] = [];
  for (const id of skills) {
    const { ratingDistribution, ratingCount, averageRating, verifiedRatingCount } =
      await client.skills.byId.query({ id });
    const of = acknowledged.filter(({ skill }) => skill === id);
    const expected = [1, 2, 3, 4, 5].map((star) => of.filter(({ stars }) => stars === star).length);
    const sum = of.reduce((total, { stars }) => total + stars, 0);
    const verified = of.filter(
      ({ user }) => Number(user.slice('rater-'.length)) % INSTALLING === 0,
    );
    const isRight =
      JSON.stringify(ratingDistribution) === JSON.stringify(expected) &&
      ratingCount === of.length &&
      averageRating === (of.length === 0 ? 0 : sum / of.length) &&
      verifiedRatingCount === verified.length;
    if (!isRight) wrong.push(id);
  }
  return wrong;
}
