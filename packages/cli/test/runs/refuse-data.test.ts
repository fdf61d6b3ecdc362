import { expect, test } from 'vitest';
import { refuseData } from '../../src/runs/refuse-data.ts';

test('what a rehearsal copies is only said where it copies something', () => {
  expect(() => refuseData('store', 'cluster', 'upgrade')).not.toThrow();
  expect(() => refuseData('store', 'cluster', 'create')).toThrow('what is created from nothing has no data');
  expect(() => refuseData('web', 'fleet', 'upgrade')).toThrow('web is a fleet, which has no volumes');
});
