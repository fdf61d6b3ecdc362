import { minutes, seconds } from '@imago/engine';
import type { Capacity, Observed, ReleaseId, Side, TargetState } from '@imago/engine';
import type { Rollout } from '../../src/strategies/rollout.ts';

/** The moment of every table in these tests. */
export const now = new Date('2026-01-01T12:00:00Z');

/** A moment before `now`. */
export const ago = (length: number): Date => new Date(now.getTime() - length * 1000);

export const sizes: Capacity = { min: 2, desired: 3, max: 10 };

/** A complete side with these healths and this weight. */
export function side(
  release: ReleaseId,
  facts: {
    readonly weight?: number;
    readonly health?: readonly TargetState[];
    readonly capacity?: Capacity;
    readonly retireAt?: Date;
    readonly deleting?: boolean;
  } = {},
): Side {
  const {
    weight,
    health = ['healthy', 'healthy', 'healthy'],
    capacity = sizes,
    retireAt,
    deleting = false,
  } = facts;
  return {
    release,
    launchTemplateId: `lt-${release}`,
    targetGroupArn: `arn:${release}`,
    ...(weight === undefined ? {} : { weight }),
    group: {
      name: release,
      launches: release,
      capacity,
      deleting,
      suspendedProcesses: [],
      instances: health.map((state, index) => ({
        id: `i-${release}-${index}`,
        zone: 'a',
        release,
        protected: false,
        lifecycleState: 'InService',
        health: state,
      })),
      ...(retireAt === undefined
        ? {}
        : { retirement: { name: 'imago-retire', at: retireAt, capacity: { min: 0, desired: 0, max: 0 } } }),
    },
  };
}

/** An environment with a load balancer that takes requests, and these sides. */
export const environment = (...sides: readonly Side[]): Observed => ({
  environment: { project: 'shop', environment: 'production' },
  at: now,
  securityGroups: { loadBalancer: 'sg-1', instances: 'sg-2' },
  loadBalancer: { arn: 'arn:lb', dnsName: 'lb.test', state: 'active' },
  listener: { arn: 'arn:listener', port: 80, testTraffic: [] },
  sides,
});

/** A deploy from r1 to r2, its side ordered a minute ago. */
export const rollout = (changes: Partial<Rollout> = {}): Rollout => ({
  kind: 'deploy',
  strategy: {
    kind: 'blue-green',
    minHealthyTime: seconds(10),
    healthyDeadline: minutes(5),
    bakeTime: seconds(3),
    keepPrevious: minutes(30),
    progressDeadline: minutes(10),
    autoRollback: true,
  },
  to: 'r2',
  from: 'r1',
  toSide: 'r2',
  fromSide: 'r1',
  checks: [],
  environmentExisted: true,
  before: [{ release: 'r1', launches: 'r1', capacity: sizes, suspendedProcesses: [], weight: 100 }],
  capacity: sizes,
  probed: true,
  startedAt: ago(61),
  preparedAt: ago(60),
  balancerActiveSince: ago(60),
  traffic: { requests: 0, failures: 0 },
  testTraffic: {},
  healthySinceOf: {},
  seenHealthyOf: {},
  ended: {},
  ordered: { testTraffic: [] },
  progressAt: now,
  checkStates: {},
  checkEnds: {},
  stepsDone: 0,
  told: { paused: false, promoted: false, promotedFully: false, overrides: {} },
  interrupted: false,
  recovering: false,
  ...changes,
});
