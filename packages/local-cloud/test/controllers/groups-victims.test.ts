import { describe, expect, it } from 'vitest';
import { chooseVictims } from '../../src/controllers/groups-victims.ts';
import type { GroupInstanceRecord } from '../../src/store/records/auto-scaling.ts';
import { member, minutesAgo, NOW } from './group-fixtures.ts';

const choose = (
  members: readonly GroupInstanceRecord[],
  policies: readonly string[] = ['Default'],
  count = 1,
): readonly string[] =>
  chooseVictims(members, count, {
    zones: ['a', 'b'],
    policies,
    launchTemplate: { id: 'lt-1', version: 2 },
    configuredAt: (name) => minutesAgo(name === 'old-config' ? 99 : 9),
    now: NOW,
  }).map(({ instanceId }) => instanceId);

const version = (number: number, id = 'lt-1'): Partial<GroupInstanceRecord> => ({
  launchTemplate: { id, name: 'web', version: number },
});

describe('chooseVictims', () => {
  const old = member('old', 'a', { addedAt: minutesAgo(90), ...version(2) });
  const middle = member('middle', 'a', { addedAt: minutesAgo(50), ...version(1) });
  const young = member('young', 'a', { addedAt: minutesAgo(10), ...version(2) });

  it.each([
    [['OldestInstance'], 'old'],
    [['NewestInstance'], 'young'],
    [['OldestLaunchTemplate'], 'middle'],
    [['Default'], 'middle'],
    [['ClosestToNextInstanceHour'], 'middle'],
    [['OldestLaunchConfiguration', 'NewestInstance'], 'young'],
    [['AllocationStrategy'], 'old'],
  ])('by %j takes %s', (policies, expected) => {
    expect(choose([old, middle, young], policies)).toEqual([expected]);
  });

  it('takes from the fullest zone first, whatever the policy', () => {
    const lone = member('lone', 'b', { addedAt: minutesAgo(999) });
    expect(choose([lone, old, young], ['OldestInstance'])).toEqual(['old']);
  });

  it('takes from a zone that the group has left before all others', () => {
    expect(choose([old, young, member('stray', 'z')], ['OldestInstance'])).toEqual(['stray']);
  });

  it('prefers instances of another launch template to older versions of the same', () => {
    expect(choose([middle, member('foreign', 'a', version(9, 'lt-2'))])).toEqual(['foreign']);
  });

  it('prefers instances of launch configurations, and of them those of the oldest', () => {
    const configured = (id: string, launchConfigurationName: string): GroupInstanceRecord => {
      const { launchTemplate: _template, ...rest } = member(id, 'a');
      return { ...rest, launchConfigurationName };
    };
    const members = [young, configured('second', 'new-config'), configured('first', 'old-config')];
    expect(choose(members)).toEqual(['first']);
    expect(choose(members, ['OldestLaunchConfiguration'], 3)).toEqual(['first', 'second', 'young']);
  });

  it('never takes protected instances, and fewer than asked for if need be', () => {
    const safe = { ...old, protectedFromScaleIn: true };
    expect(choose([safe, young], ['OldestInstance'], 2)).toEqual(['young']);
  });

  it('balances the zones while it takes several', () => {
    const other = member('other', 'b', { addedAt: minutesAgo(5) });
    expect(choose([old, middle, other], ['OldestInstance'], 2)).toEqual(['old', 'middle']);
  });
});
