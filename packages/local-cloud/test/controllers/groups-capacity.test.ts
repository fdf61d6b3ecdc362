import { describe, expect, it } from 'vitest';
import { backoffMs, planCapacity } from '../../src/controllers/groups-capacity.ts';
import type { GroupInstanceRecord, GroupRecord } from '../../src/store/records/auto-scaling.ts';
import { group, member, minutesAgo, NOW, suspended } from './group-fixtures.ts';

const isAvailable = ({ instanceId, lifecycleState, healthStatus }: GroupInstanceRecord): boolean =>
  lifecycleState === 'InService' && healthStatus === 'Healthy' && instanceId !== 'i-starting';
const template = { id: 'lt-1', version: 1 };
const plan = (record: GroupRecord): ReturnType<typeof planCapacity> =>
  planCapacity(record, { currentTemplate: template, now: NOW, isAvailable, outdatedIds: ['old-1', 'old-2'] });

describe('planCapacity', () => {
  it('does nothing for a group that is as it should be', () => {
    expect(plan(group([member('i-1', 'a'), member('i-2', 'b')]))).toEqual({ kind: 'nothing' });
  });

  it('launches what is missing where least is', () => {
    const record = group([member('i-1', 'a')], { desiredCapacity: 4 });
    expect(plan(record)).toEqual({ kind: 'launch', zones: ['b', 'a', 'b'] });
  });

  it('counts instances on their way in, and not those on their way out or in standby', () => {
    const record = group(
      [
        member('i-1', 'a', { lifecycleState: 'Pending' }),
        member('i-2', 'b', { lifecycleState: 'Terminating' }),
        member('i-3', 'b', { lifecycleState: 'Standby' }),
        member('i-4', 'b', { lifecycleState: 'Detaching' }),
      ],
      { desiredCapacity: 2 },
    );
    expect(plan(record)).toEqual({ kind: 'launch', zones: ['b'] });
  });

  it('waits after a failed launch', () => {
    const record = group([], { desiredCapacity: 1 });
    const until = new Date(NOW.getTime() + 1);
    expect(plan({ ...record, launchBackoff: { failures: 1, until } })).toEqual({ kind: 'nothing' });
    expect(plan({ ...record, launchBackoff: { failures: 1, until: NOW } }).kind).toBe('launch');
  });

  it('terminates what is too many', () => {
    const record = group([member('i-1', 'a'), member('i-2', 'a'), member('i-3', 'b')], {
      desiredCapacity: 2,
    });
    expect(plan(record)).toMatchObject({ kind: 'terminate', victims: [{ zone: 'a' }] });
  });

  it.each([
    ['Launch', group([], { desiredCapacity: 1 })],
    ['Terminate', group([member('i-1', 'a')], { desiredCapacity: 0 })],
    ['AZRebalance', group([member('i-1', 'a'), member('i-2', 'a')])],
    ['Launch', group([member('i-1', 'a'), member('i-2', 'a')])],
    ['Terminate', group([member('i-1', 'a'), member('i-2', 'a')])],
  ])('does nothing of the kind while %s is suspended', (process, record) => {
    expect(plan(record).kind).not.toBe('nothing');
    expect(plan(suspended(record, process))).toEqual({ kind: 'nothing' });
  });

  it('rebalances by launching first, and takes the one too many only when the new one serves', () => {
    const uneven = [member('i-1', 'a'), member('i-2', 'a')];
    expect(plan(group(uneven))).toEqual({ kind: 'rebalance', zone: 'b' });
    const during = { desiredCapacity: 2, rebalancing: true };
    const coming = member('i-3', 'b', { lifecycleState: 'Pending', addedAt: minutesAgo(0) });
    expect(plan(group([...uneven, coming], during))).toEqual({ kind: 'nothing' });
    const starting = { ...coming, instanceId: 'i-starting', lifecycleState: 'InService' } as const;
    expect(plan(group([...uneven, starting], during))).toEqual({ kind: 'nothing' });
    const serving = { ...coming, lifecycleState: 'InService' } as const;
    expect(plan(group([...uneven, serving], during))).toMatchObject({
      kind: 'terminate',
      victims: [{ zone: 'a' }],
    });
  });

  it('launches as many more as an instance refresh asks for, and does not rebalance meanwhile', () => {
    const uneven = [member('i-1', 'a'), member('i-2', 'a')];
    const refresh = { refreshId: 'one', surge: 1 };
    expect(plan(group(uneven, { refresh }))).toEqual({ kind: 'launch', zones: ['b'] });
    expect(plan(group(uneven, { refresh: { ...refresh, surge: 0 } }))).toEqual({ kind: 'nothing' });
  });

  it('launches what replaces others where least of those is that stay', () => {
    const refresh = { refreshId: 'one', surge: 1 };
    const members = [member('i-1', 'a'), member('old-1', 'b'), member('old-2', 'b')];
    const during = group(members, { refresh, zones: ['a', 'b', 'c'] });
    expect(plan(during)).toEqual({ kind: 'launch', zones: ['c'] });
    const even = group([...members, member('i-2', 'c')], { refresh, zones: ['a', 'b', 'c'] });
    expect(plan(even)).toEqual({ kind: 'launch', zones: ['b'] });
  });

  it('does not rebalance while an instance is unhealthy', () => {
    const sick = member('i-2', 'a', { healthStatus: 'Unhealthy' });
    expect(plan(group([member('i-1', 'a'), sick]))).toEqual({ kind: 'nothing' });
  });
});

describe('backoffMs', () => {
  it('doubles up to five seconds', () => {
    expect([1, 2, 3, 4, 5, 50].map(backoffMs)).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  });
});
