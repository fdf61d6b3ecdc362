import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthyBounds } from '../../src/controllers/instance-refresh-bounds.ts';
import {
  hasReached,
  planRefresh,
  type RefreshMember,
  type RefreshPlan,
} from '../../src/controllers/instance-refresh-plan.ts';
import { isCounted } from '../../src/services/autoscaling/members.ts';
import { readRefreshPreferences } from '../../src/services/autoscaling/read-refresh-preferences.ts';
import type { GroupInstanceRecord } from '../../src/store/records/auto-scaling.ts';
import { member, minutesAgo, NOW } from './group-fixtures.ts';

type Preferences = Parameters<typeof readRefreshPreferences>[0];

const old = (id: string, change: Partial<GroupInstanceRecord> = {}, zone = 'a'): RefreshMember => ({
  member: member(id, zone, change),
  outdated: true,
  available: true,
  warm: true,
  checkedBy: 'Amazon EC2',
});

const fresh = (id: string, change: Partial<RefreshMember> = {}): RefreshMember => ({
  ...old(id),
  outdated: false,
  ...change,
});

const plan = (
  members: readonly RefreshMember[],
  preferences: Preferences = {},
  change: { desired?: number; limit?: number } = {},
): RefreshPlan =>
  planRefresh({
    desired: members.length,
    zones: ['a', 'b'],
    members,
    preferences: readRefreshPreferences(preferences),
    limit: 100,
    now: NOW,
    ...change,
  });

const ids = (found: RefreshPlan): readonly string[] => found.terminate.map(({ instanceId }) => instanceId);

describe('planRefresh', () => {
  it('terminates no more than the minimum allows', () => {
    const members = ['1', '2', '3', '4'].map((id) => old(id));
    expect(ids(plan(members, { MinHealthyPercentage: 50 }))).toHaveLength(2);
    expect(ids(plan(members, { MinHealthyPercentage: 90 }))).toHaveLength(1);
    expect(ids(plan(members, { MinHealthyPercentage: 0 }))).toHaveLength(4);
  });

  it('launches no more than the maximum allows', () => {
    const members = ['1', '2', '3', '4'].map((id) => old(id));
    const found = plan(members, { MinHealthyPercentage: 100, MaxHealthyPercentage: 150 });
    expect(found).toMatchObject({ surge: 2, terminate: [] });
  });

  it('terminates the old when as many new ones are ready', () => {
    const members = [old('1'), old('2'), fresh('3'), fresh('4', { warm: false })];
    const found = plan(members, { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 }, { desired: 2 });
    expect(ids(found)).toEqual(['1']);
    expect(found).toMatchObject({ updated: 1, remaining: 2, total: 2 });
  });

  it('takes what does not serve first, then the oldest of the fullest zone', () => {
    const members = [
      old('1', { addedAt: minutesAgo(90) }, 'b'),
      old('2', { addedAt: minutesAgo(50) }),
      old('3', { addedAt: minutesAgo(40) }),
      { ...old('4'), available: false },
    ];
    expect(ids(plan(members, { MinHealthyPercentage: 50 }))).toEqual(['4', '2']);
  });

  it('waits while fewer are ready than have to be', () => {
    const members = [
      { ...old('1'), available: false },
      { ...old('2'), available: false },
    ];
    expect(plan(members, { MinHealthyPercentage: 100 })).toMatchObject({ terminate: [], surge: 1 });
    expect(plan(members, { MinHealthyPercentage: 90 })).toMatchObject({ terminate: [], surge: 0 });
  });

  it.each([
    ['Refresh', ['1'], 1, undefined],
    ['Ignore', [], 0, undefined],
    ['Wait', [], 1, 'Waiting for remaining instances to be available. For example: 1 is protected.'],
  ] as const)('with protected instances: %s', (ScaleInProtectedInstances, terminated, total, reason) => {
    const members = [old('1', { protectedFromScaleIn: true })];
    const found = plan(members, { MinHealthyPercentage: 0, ScaleInProtectedInstances });
    expect(ids(found)).toEqual(terminated);
    expect(found.total).toBe(total);
    expect(hasReached(found, 100)).toBe(ScaleInProtectedInstances === 'Ignore');
    if (reason === undefined) expect(found.waitsFor).toBeUndefined();
    else expect(found.waitsFor).toContain(reason);
  });

  it.each([
    ['Terminate', ['2'], true],
    ['Ignore', [], true],
    ['Wait', [], false],
  ] as const)('with instances in standby: %s', (StandbyInstances, terminated, reached) => {
    const members = [fresh('1'), old('2', { lifecycleState: 'Standby' })];
    const found = plan(members, { StandbyInstances }, { desired: 1 });
    expect(ids(found)).toEqual(terminated);
    expect(hasReached(found, 100)).toBe(reached);
  });

  it('replaces no more than the next checkpoint asks for', () => {
    const members = ['1', '2', '3', '4'].map((id) => old(id));
    const found = plan(members, { MinHealthyPercentage: 0, MaxHealthyPercentage: 100 }, { limit: 26 });
    expect(ids(found)).toHaveLength(2);
    const surging = { MinHealthyPercentage: 100, MaxHealthyPercentage: 200 };
    expect(plan(members, surging, { limit: 26 }).surge).toBe(2);
  });

  it('says which new instance it waits for', () => {
    const booting = fresh('2', { available: false, checkedBy: 'Elastic Load Balancing' });
    expect(plan([old('1'), booting], { MinHealthyPercentage: 50 }).waitsFor).toBe(
      'Waiting for remaining instances to be available. For example: 2 has insufficient data to evaluate its health with Elastic Load Balancing.',
    );
  });

  it('keeps its bounds at every moment, whatever becomes ready when, and comes to an end', () => {
    const healthy = fc
      .tuple(fc.integer({ min: 0, max: 100 }), fc.option(fc.integer({ min: 100, max: 200 })))
      .filter(([min, max]) => max === null || max - min <= 100);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        healthy,
        fc.infiniteStream(fc.boolean()),
        (desired, [min, max], coin) => {
          const preferences = readRefreshPreferences({
            MinHealthyPercentage: min,
            ...(max === null ? {} : { MaxHealthyPercentage: max }),
          });
          const { least, most } = healthyBounds(desired, preferences);
          let members: readonly RefreshMember[] = Array.from({ length: desired }, (_, index) =>
            old(`old-${index}`, {}, index % 2 === 0 ? 'a' : 'b'),
          );
          for (let step = 0; step < 200; step++) {
            const found = plan(
              members,
              { MinHealthyPercentage: min, MaxHealthyPercentage: max ?? undefined },
              { desired },
            );
            if (hasReached(found, 100)) {
              expect(members).toHaveLength(desired);
              return;
            }
            members = members.filter((one) => !found.terminate.includes(one.member));
            const counted = members.filter((one) => isCounted(one.member));
            expect(counted.filter(({ available, warm }) => available && warm).length).toBeGreaterThanOrEqual(
              least,
            );
            for (let count = counted.length; count < desired + found.surge; count++) {
              members = [...members, fresh(`new-${step}-${count}`, { available: false, warm: false })];
            }
            expect(members.length).toBeLessThanOrEqual(most);
            members = members.map((one) =>
              coin.next().value ? { ...one, available: true, warm: true } : one,
            );
          }
          throw new Error('it does not come to an end');
        },
      ),
    );
  });
});
