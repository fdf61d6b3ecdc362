import { describe, expect, it } from 'vitest';
import { findUnhealthy, type MemberFacts } from '../../src/controllers/groups-health.ts';
import { UNHEALTHY } from '../../src/services/autoscaling/causes.ts';
import { group, member, minutesAgo, NOW, suspended } from './group-fixtures.ts';

const well: MemberFacts = {
  instanceState: 'running',
  runningSince: minutesAgo(60),
  targets: [{ state: 'healthy' }],
};
const failing: MemberFacts = { ...well, targets: [{ state: 'healthy' }, { state: 'unhealthy' }] };
const settled = member('i-1', 'a');
const fresh = member('i-1', 'a', { inServiceSince: new Date(NOW.getTime() - 59_000) });

describe('findUnhealthy', () => {
  it.each([
    ['a healthy one', settled, well, undefined],
    ['one that a load balancer finds unhealthy', settled, failing, UNHEALTHY.elb],
    ['the same within the grace period', fresh, failing, undefined],
    ['the same after its machine was booted again', settled, { ...failing, runningSince: NOW }, undefined],
    ['one that still registers', settled, { ...well, targets: [{ state: 'initial' }] }, undefined],
    [
      'one that was stopped, grace period or not',
      fresh,
      { ...well, instanceState: 'stopped' },
      UNHEALTHY.ec2,
    ],
    ['one that is gone', settled, { ...well, instanceState: undefined }, UNHEALTHY.ec2],
    [
      'one that still launches',
      { ...settled, lifecycleState: 'Pending' },
      { ...well, instanceState: 'pending' },
      undefined,
    ],
    ['one in standby', { ...settled, lifecycleState: 'Standby' }, failing, undefined],
  ] as const)('judges %s', (_what, who, facts, expected) => {
    expect(findUnhealthy(group([who]), who, facts, NOW)).toBe(expected);
  });

  it('leaves the load balancer out of it for groups that check EC2 only', () => {
    const record = group([settled], { healthCheckType: 'EC2' });
    expect(findUnhealthy(record, settled, failing, NOW)).toBeUndefined();
  });

  it('finds nothing while HealthCheck is suspended', () => {
    expect(findUnhealthy(suspended(group([settled]), 'HealthCheck'), settled, failing, NOW)).toBeUndefined();
  });
});
