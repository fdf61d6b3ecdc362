import { expect, test } from 'vitest';
import { sideHealth } from '../../src/render/side-health.ts';
import { instance, side } from './fleet.ts';

const waiting = instance('i-2', { lifecycleState: 'Pending:Wait', health: 'healthy' });

test.each([
  ['every one healthy', [instance('i-1'), instance('i-2'), instance('i-3')], '3/3 healthy'],
  ['none there', [], '0/3 healthy'],
  ['the group counts over the health check', [instance('i-1'), waiting], '1/3 healthy (1 Pending:Wait)'],
])('health of a side: %s', (_what, instances, text) => {
  const { group } = side('r1', 0, instances);
  expect(group && sideHealth(group)).toBe(text);
});
