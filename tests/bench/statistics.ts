import { randomOf } from './randomOf.ts';

/** The value that the given share (0–1) of the values does not exceed, by nearest rank; NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** The arithmetic mean; NaN without values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Where a figure lies with a probability of 95 %. */
export interface Interval {
  low: number;
  high: number;
}

const RESAMPLES = 10_000;
const SEED = 20_260_101;

/**
 * The 95 % interval of the mean by the percentile bootstrap (Efron 1979; 10,000 resamples). The seed is fixed,
 * so the same values have the same interval. Of two systems asked the same, give the differences: that is the
 * paired interval.
 */
export function bootstrapInterval(values: readonly number[]): Interval {
  const random = randomOf(SEED);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let drawn = 0; drawn < values.length; drawn += 1) {
      sum += values[Math.floor(random() * values.length)] ?? 0;
    }
    return sum / values.length;
  }).sort();
  const at = (share: number) => means[Math.round(share * (RESAMPLES - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
