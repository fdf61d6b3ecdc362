import { minutes, seconds } from '@imago/engine';
import type { FleetSettings } from '@imago/engine';

/** Settings of a fleet for tests: small, with short times. */
export const fleetSettings = (changes: Partial<FleetSettings> = {}): FleetSettings => ({
  kind: 'fleet',
  instanceType: 't3.small',
  size: { min: 2, desired: 3, max: 10 },
  loadBalancer: {
    listen: 80,
    port: 8080,
    scheme: 'internet-facing',
    health: {
      path: '/healthz',
      interval: seconds(5),
      timeout: seconds(2),
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      matcher: '200',
    },
    deregistrationDelay: seconds(10),
  },
  subnets: [],
  sshFrom: [],
  healthCheckGracePeriod: minutes(5),
  tags: {},
  probe: { path: '/healthz', requestsPerSecond: 10 },
  strategy: {
    kind: 'blue-green',
    minHealthyTime: seconds(10),
    healthyDeadline: minutes(5),
    bakeTime: seconds(3),
    keepPrevious: minutes(30),
    progressDeadline: minutes(10),
    autoRollback: true,
  },
  gates: [],
  hooks: [],
  tests: [],
  requireRehearsal: false,
  notifications: [],
  ...changes,
});
