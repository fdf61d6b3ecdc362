import type { Observed, ObservedInstance, Side } from '@imago/engine';

/** An instance as the cloud tells it; in service and healthy unless told otherwise. */
export const instance = (id: string, changes: Partial<ObservedInstance> = {}): ObservedInstance => ({
  id,
  lifecycleState: 'InService',
  zone: 'us-east-1a',
  protected: false,
  health: 'healthy',
  ...changes,
});

/** A side of three with these instances. */
export const side = (
  release: Side['release'],
  weight: number,
  instances: readonly ObservedInstance[],
): Side => ({
  release,
  weight,
  group: {
    name: `shop-${release}`,
    capacity: { min: 2, desired: 3, max: 6 },
    deleting: false,
    suspendedProcesses: [],
    instances,
  },
});

/** An environment with these sides. */
export const observed = (...sides: readonly Side[]): Observed => ({
  environment: { project: 'shop', environment: 'production' },
  at: new Date('2026-11-21T10:00:00Z'),
  securityGroups: {},
  sides,
});
