import { describe, expect, it } from 'vitest';
import type { MemberFacts } from '../../src/controllers/groups-health.ts';
import { nextProgress } from '../../src/controllers/groups-progress.ts';
import type { LifecycleState } from '../../src/store/records/auto-scaling.ts';
import { group, member, minutesAgo } from './group-fixtures.ts';

const facts = (
  instanceState: MemberFacts['instanceState'],
  ...states: readonly ('healthy' | 'draining')[]
): MemberFacts => ({
  instanceState,
  runningSince: minutesAgo(1),
  targets: states.map((state) => ({ state })),
});

const ABANDONED = { kind: 'abandon', token: 'one', why: 'a test' } as const;

describe('nextProgress', () => {
  it.each<[LifecycleState, MemberFacts, string]>([
    ['Pending', facts('pending'), 'wait'],
    ['Pending', facts('running'), 'enter-service'],
    ['Pending', facts('shutting-down'), 'record-failed-launch'],
    ['Pending', facts('terminated'), 'record-failed-launch'],
    ['Pending', facts(undefined), 'record-failed-launch'],
    ['Pending:Wait', { ...facts('pending'), lifecycle: { kind: 'waiting' } }, 'wait'],
    ['Pending:Wait', { ...facts('running'), lifecycle: { kind: 'continue' } }, 'proceed'],
    ['Pending:Wait', { ...facts('running'), lifecycle: ABANDONED }, 'abandon-launch'],
    ['Pending:Wait', { ...facts('stopped'), lifecycle: { kind: 'waiting' } }, 'record-failed-launch'],
    ['Pending:Proceed', facts('pending'), 'wait'],
    ['Pending:Proceed', facts('running'), 'enter-service'],
    ['InService', facts('running', 'healthy'), 'wait'],
    ['Terminating', facts('running', 'healthy', 'draining'), 'deregister'],
    ['Terminating', facts('running', 'draining'), 'wait-for-draining'],
    ['Terminating', facts('running'), 'terminate'],
    ['Terminating', facts('stopped', 'draining'), 'terminate'],
    ['Terminating', facts('shutting-down'), 'wait'],
    ['Terminating', facts('terminated', 'draining'), 'remove'],
    ['Terminating', facts(undefined), 'remove'],
    ['Terminating', { ...facts('running', 'healthy'), terminationHeld: true }, 'deregister'],
    ['Terminating', { ...facts('running', 'draining'), terminationHeld: true }, 'wait-for-draining'],
    ['Terminating', { ...facts('running'), terminationHeld: true }, 'hold-termination'],
    ['Terminating', { ...facts('terminated'), terminationHeld: true }, 'hold-termination'],
    ['Terminating:Wait', { ...facts('running'), lifecycle: { kind: 'waiting' } }, 'wait'],
    ['Terminating:Wait', { ...facts('running'), lifecycle: ABANDONED }, 'proceed'],
    ['Terminating:Proceed', { ...facts('running'), terminationHeld: true }, 'terminate'],
    ['Terminating:Proceed', { ...facts('terminated'), terminationHeld: true }, 'remove'],
    ['EnteringStandby', facts('running', 'healthy'), 'deregister'],
    ['EnteringStandby', facts('running', 'draining'), 'wait-for-draining'],
    ['EnteringStandby', facts('running'), 'stand-by'],
    ['Standby', facts('running'), 'wait'],
    ['Detaching', facts('running', 'healthy'), 'deregister'],
    ['Detaching', facts('running'), 'detach'],
  ])('a %s member with %j: %s', (lifecycleState, seen, expected) => {
    const who = member('i-1', 'a', { lifecycleState });
    expect(nextProgress(group([who]), who, seen)).toBe(expected);
  });

  it('does not wait for draining when the group is deleted by force', () => {
    const who = member('i-1', 'a', { lifecycleState: 'Terminating' });
    const deleting = group([who], { status: 'Delete in progress' });
    expect(nextProgress(deleting, who, facts('running', 'draining'))).toBe('terminate');
  });
});
