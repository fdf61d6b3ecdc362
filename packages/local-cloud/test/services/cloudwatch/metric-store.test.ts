import { expect, test } from 'vitest';
import { fromValues } from '../../../src/services/cloudwatch/datapoints.ts';
import { metricId } from '../../../src/services/cloudwatch/metric-id.ts';
import { createMetricStore } from '../../../src/services/cloudwatch/metric-store.ts';

const METRIC = metricId('Shop', 'Errors');
const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-21T10:00:00Z');

const put = (store: ReturnType<typeof createMetricStore>, time: number, value: number): boolean =>
  store.put(METRIC, fromValues(time, [[value, 1]]), { unit: 'Count', resolution: 1 });

test('data that are not in order are', () => {
  const store = createMetricStore();
  for (const second of [30, 5, 12, 31]) put(store, NOW + second * 1000, second);
  const sums = store
    .windows(METRIC, { from: new Date(NOW), period: 10, count: 5 })
    .map((points) => points?.sum);
  expect(sums).toEqual([5, 12, undefined, 61, undefined]);
});

test('old data become coarser, and are forgotten after three hours', () => {
  const store = createMetricStore();
  for (let second = 0; second < 4 * 3600; second += 5) put(store, NOW + second * 1000, 1);
  const now = NOW + 4 * HOUR;
  store.trim(new Date(now));
  store.trim(new Date(now));
  const sums = (from: number, period: number): readonly (number | undefined)[] =>
    store.windows(METRIC, { from: new Date(from), period, count: 2 }).map((points) => points?.sum);
  expect(sums(now - HOUR / 4, 10)).toEqual([2, 2]);
  expect(sums(now - HOUR, 60)).toEqual([12, 12]);
  expect(sums(now - HOUR, 10)).toEqual([12, undefined]);
  expect(sums(NOW, 60)).toEqual([undefined, undefined]);
  store.trim(new Date(now + 4 * HOUR));
  expect(store.list()).toEqual([]);
});

test('there is an end to how many metrics are held', () => {
  const store = createMetricStore();
  const points = fromValues(NOW, [[1, 1]]);
  const options = { unit: 'None', resolution: 60 };
  for (let index = 0; index < 10_000; index += 1) store.put(metricId('Shop', `M${index}`), points, options);
  expect(store.put(metricId('Shop', 'one more'), points, options)).toBe(false);
  expect(store.put(metricId('Shop', 'M7'), points, options)).toBe(true);
});

test('many different values of one moment are rounded, and their sum is not', () => {
  const values = Array.from({ length: 5000 }, (_, index) => [index + 1000, 1] as const);
  const points = fromValues(NOW, values);
  expect(points.values?.size).toBeLessThan(100);
  expect(points.sum).toBe(values.reduce((sum, [value]) => sum + value, 0));
});
