import { describe, expect, test } from 'vitest';
import type { RolloutRecord, Traffic } from '@imago/engine';
import { look, nothingSeen } from '../../src/rollout/progress.ts';
import { now } from '../strategies/build.ts';
import { group, instance, old, seen } from '../strategies/rolling/build.ts';

const record: RolloutRecord = {
  number: 1,
  kind: 'deploy',
  to: 'r2',
  from: 'r1',
  toSide: 'r1',
  fromSide: 'r1',
  environmentExisted: true,
  before: [],
  startedAt: now.toISOString(),
  by: 'ann@laptop',
  token: 1,
  entries: [],
};
const failed = (failures: number): Traffic => ({ requests: 10, failures });
const coming = seen(group([...old, instance('e', 'r2', { health: 'initial' })]));

describe('what was seen of requests before new instances came', () => {
  test('is what was seen until the first of them is in service', () => {
    let sight = look({ ...nothingSeen, traffic: failed(1) }, seen(group(old)), record, now);
    expect(sight.trafficBefore).toEqual(failed(1));
    sight = look({ ...sight, traffic: failed(2) }, coming, record, now);
    sight = look({ ...sight, traffic: failed(5) }, coming, record, now);
    expect(sight.trafficBefore).toEqual(failed(2));
  });

  test('is not begun anew when an old look shows none of them', () => {
    let sight = look({ ...nothingSeen, traffic: failed(1) }, seen(group(old)), record, now);
    sight = look(sight, coming, record, now);
    sight = look({ ...sight, traffic: failed(5) }, seen(group(old)), record, now);
    expect(sight.trafficBefore).toEqual(failed(1));
  });

  test('is unknown to a process that finds them in service', () => {
    const sight = look({ ...nothingSeen, traffic: failed(1) }, coming, record, now);
    expect(sight.trafficBefore).toBeUndefined();
  });

  test('is what was seen until weights were moved, where the new release has a side of its own', () => {
    const beside: RolloutRecord = { ...record, toSide: 'r2' };
    const weights = [{ release: 'r2', weight: 10 }] as const;
    const actions = [{ kind: 'set-weights', weights }] as const;
    const moved: RolloutRecord = { ...beside, entries: [{ kind: 'act', at: now.toISOString(), actions }] };
    let sight = look({ ...nothingSeen, traffic: failed(1) }, coming, beside, now);
    sight = look({ ...sight, traffic: failed(2) }, coming, beside, now);
    // Counting begins anew with new weights.
    sight = look({ ...sight, traffic: failed(0) }, coming, moved, now);
    expect(sight.trafficBefore).toEqual(failed(2));
  });
});
