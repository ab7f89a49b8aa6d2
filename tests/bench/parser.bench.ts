import { parseSkill, type SourceFile } from '@skill-marketplace/shared/format';
import type { Bench, BenchResult } from './bench.ts';
import { HOSTILE_SKILLS, type HostileSkill } from './hostileSkills.ts';

const KIBIBYTE = 1024;
/** In KiB; the two largest say how the time grows. */
const SIZES: Readonly<Record<HostileSkill['limit'], readonly number[]>> = {
  frontmatter: [16, 64, 256],
  file: [16, 64, 256, 1024],
};

const MAX_EXPONENT = 1.3;
const MAX_MILLISECONDS = 1000;
/** Below this the clock and the collector say more than the parser. */
const MEASURABLE_MILLISECONDS = 20;
/** What else runs on the machine only ever adds time, so a growth over the limit is looked at again. */
const MAX_ATTEMPTS = 5;

/** Median times of the parser over hostile skills of growing size, and how they grow. */
export const bench: Bench = {
  summary: 'Time of the SKILL.md parser over hostile input up to 1 MiB: linear or not.',
  options: { runs: { type: 'string', default: '5' }, only: { type: 'string' } },
  async run({ runs, only }, progress): Promise<BenchResult> {
    const hostile = HOSTILE_SKILLS.filter(({ name }) => name.includes(String(only ?? '')));
    const measured = hostile.map((skill) => {
      progress(skill.name);
      return measure(skill, Number(runs));
    });
    return {
      tables: [
        table('frontmatter', measured, 'Frontmatter up to its limit of 256 KiB'),
        table('file', measured, 'SKILL.md, a script or a folder up to 1 MiB'),
      ],
      goals: [growthGoal(measured), timeGoal(measured)],
    };
  },
};

interface Measured {
  skill: HostileSkill;
  /** Median milliseconds, one a size. */
  times: number[];
  /** Slope between the two largest sizes in a log-log plot: 1 is linear, 2 quadratic. */
  exponent: number;
}

function measure(skill: HostileSkill, runs: number): Measured {
  const sizes = SIZES[skill.limit];
  const folders = sizes.map((size) => skill.files(size * KIBIBYTE));
  let measured = growthOf(
    skill,
    Array.from(sizes, () => Infinity),
  );
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const times = folders.map((files, index) =>
      Math.min(measured.times[index] ?? Infinity, medianTime(files, runs)),
    );
    measured = growthOf(skill, times);
    if (!isSteep(measured)) break;
  }
  return measured;
}

function growthOf(skill: HostileSkill, times: number[]): Measured {
  const [before = 1, largest = 1] = times.slice(-2);
  const [sizeBefore = 1, sizeLargest = 1] = SIZES[skill.limit].slice(-2);
  const exponent = Math.log(largest / before) / Math.log(sizeLargest / sizeBefore);
  return { skill, times, exponent };
}

function isMeasurable({ times }: Measured): boolean {
  return Math.max(...times) >= MEASURABLE_MILLISECONDS;
}

function isSteep(measured: Measured): boolean {
  return isMeasurable(measured) && measured.exponent > MAX_EXPONENT;
}

/** After one run that does not count, in which the code is compiled. */
function medianTime(files: readonly SourceFile[], runs: number): number {
  const times = Array.from({ length: runs + 1 }, () => {
    const startedAt = performance.now();
    parseSkill({ folderName: 'hostile', files });
    return performance.now() - startedAt;
  });
  const sorted = times.slice(1).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function table(limit: HostileSkill['limit'], measured: readonly Measured[], title: string) {
  return {
    title: `${title}: median milliseconds`,
    columns: ['input', ...SIZES[limit].map((size) => `${size} KiB`), 'exponent'],
    rows: measured
      .filter(({ skill }) => skill.limit === limit)
      .map(({ skill, times, exponent }) => [skill.name, ...times, exponent]),
  };
}

function growthGoal(measured: readonly Measured[]) {
  const steepest = measured
    .filter(isMeasurable)
    .toSorted((left, right) => right.exponent - left.exponent)[0];
  return {
    what: `time grows at most with the power ${MAX_EXPONENT} of the size, where it reaches ${MEASURABLE_MILLISECONDS} ms`,
    reached: steepest === undefined || steepest.exponent <= MAX_EXPONENT,
    measured:
      steepest === undefined
        ? 'nothing takes so long'
        : `at most ${steepest.exponent.toFixed(2)} (${steepest.skill.name})`,
  };
}

function timeGoal(measured: readonly Measured[]) {
  const [slowest] = measured
    .map(({ skill, times }) => ({ name: skill.name, time: Math.max(...times) }))
    .sort((left, right) => right.time - left.time);
  return {
    what: `no input takes longer than ${MAX_MILLISECONDS} ms`,
    reached: slowest !== undefined && slowest.time <= MAX_MILLISECONDS,
    measured:
      slowest === undefined
        ? 'nothing'
        : `at most ${Math.round(slowest.time)} ms (${slowest.name})`,
  };
}
