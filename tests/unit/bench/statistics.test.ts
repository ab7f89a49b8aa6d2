import assert from 'node:assert/strict';
import { randomOf } from '../../bench/randomOf.ts';
import { bootstrapInterval, mean, percentile } from '../../bench/statistics.ts';

describe('statistics of benches', () => {
  it('take the percentile by nearest rank, whatever the order', () => {
    const values = [15, 50, 35, 20, 40];
    assert.deepEqual(
      [0, 0.05, 0.3, 0.4, 0.5, 1].map((share) => percentile(values, share)),
      [15, 15, 20, 20, 35, 50],
    );
  });

  it('say that nothing has no percentile and no mean', () => {
    assert.deepEqual([percentile([], 0.5), mean([])], [Number.NaN, Number.NaN]);
  });

  it('give the same interval for the same values', () => {
    const values = Array.from({ length: 100 }, randomOf(7));
    assert.deepEqual(bootstrapInterval(values), bootstrapInterval([...values]));
  });

  it('give an interval as the normal distribution has it, where there are many values', () => {
    const values = Array.from({ length: 400 }, randomOf(3));
    const average = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
    const reach = (1.96 * deviation) / Math.sqrt(values.length);
    const { low, high } = bootstrapInterval(values);
    const slack = reach / 20;
    assert.ok(Math.abs(low - (average - reach)) < slack, `${low} is not ${average - reach}`);
    assert.ok(Math.abs(high - (average + reach)) < slack, `${high} is not ${average + reach}`);
  });

  it('give no width to values that are all the same', () => {
    assert.deepEqual(bootstrapInterval([0.5, 0.5, 0.5]), { low: 0.5, high: 0.5 });
  });

  it('draw the same numbers from the same seed, evenly from 0 up to 1', () => {
    const numbers = Array.from({ length: 10_000 }, randomOf(11));
    assert.deepEqual(Array.from({ length: 10_000 }, randomOf(11)), numbers);
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
    assert.ok(Math.abs(mean(numbers) - 0.5) < 0.02);
  });
});
