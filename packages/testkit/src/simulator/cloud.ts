import { CloudError } from '@imago/engine';
import type { FleetCloud, ObservedInstance, ReleaseId, Side } from '@imago/engine';
import type { ImageBehaviour, SimulatedSide, SimulatedWorld } from './world.ts';

/** Told before each change, so that a test can check that it does no harm. */
export type Witness = (change: string, release: ReleaseId | undefined, world: SimulatedWorld) => void;

const behaviourOf = (imageId: string): ImageBehaviour => {
  if (imageId.includes('never-healthy')) return 'never-healthy';
  return imageId.includes('fails-requests') ? 'fails-requests' : 'good';
};

/** The fleet port over a simulated world; the image's id says how its instances turn out. */
export function createSimulatedCloud(world: SimulatedWorld, witness: Witness): FleetCloud {
  const groupOf = (release: ReleaseId): NonNullable<SimulatedSide['group']> => {
    const group = world.sides.get(release)?.group;
    if (group === undefined) throw new CloudError('not-found', 'ValidationError', `no group of ${release}`);
    return group;
  };
  const setListener = (weights: ReadonlyMap<ReleaseId, number>): void => {
    for (const release of weights.keys()) {
      if (world.sides.get(release)?.targetGroup !== true) {
        throw new CloudError('not-found', 'TargetGroupNotFound', `no target group of ${release}`);
      }
    }
    world.weights = new Map(weights);
  };
  return {
    observe: async (environment) => {
      const sides = [...world.sides].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
      const { loadBalancer } = world;
      const state =
        loadBalancer !== undefined && world.now >= loadBalancer.activeAt ? 'active' : 'provisioning';
      return {
        environment,
        at: new Date(world.now),
        securityGroups: {
          ...(world.securityGroups.has('load-balancer') ? { loadBalancer: 'sg-1' } : {}),
          ...(world.securityGroups.has('instances') ? { instances: 'sg-2' } : {}),
        },
        sides: sides.map(([release, side]) => readSide(world, release, side)),
        ...(loadBalancer === undefined ? {} : { loadBalancer: { arn: 'arn:lb', dnsName: 'lb.test', state } }),
        ...(world.weights === undefined
          ? {}
          : { listener: { arn: 'arn:listener', port: 80, testTraffic: world.testTraffic } }),
      };
    },
    async ensureEnvironment() {
      world.securityGroups.add('load-balancer').add('instances');
      world.loadBalancer ??= { activeAt: world.now + 20_000 };
    },
    async ensureSide(_, { release, image, capacity, suspendedProcesses, weights }) {
      const side: SimulatedSide = world.sides.get(release) ?? {
        template: true,
        targetGroup: true,
        behaviour: behaviourOf(image.id),
      };
      if (side.group?.deleting === true) throw new CloudError('conflict', 'AlreadyExists', 'pending delete');
      side.template = true;
      side.targetGroup = true;
      world.sides.set(release, side);
      witness('set-weights', weights.find(({ weight }) => weight > 0)?.release, world);
      setListener(new Map(weights.map(({ release, weight }) => [release, weight])));
      side.group = {
        ...(side.group ?? { deleting: false, instances: [], launches: release }),
        capacity,
        suspended: suspendedProcesses,
      };
      world.advance(new Date(world.now));
    },
    async setWeights(_, weights) {
      witness('set-weights', weights.find(({ weight }) => weight > 0)?.release, world);
      setListener(new Map(weights.map(({ release, weight }) => [release, weight])));
    },
    async setCapacity(_, release, capacity) {
      const group = groupOf(release);
      if (capacity.desired < group.capacity.desired) witness('shrink', release, world);
      group.capacity = capacity;
      world.advance(new Date(world.now));
    },
    async scheduleRetirement(_, release, at) {
      witness('retire', release, world);
      groupOf(release).retirement = at;
    },
    async cancelRetirement(_, release) {
      delete groupOf(release).retirement;
    },
    async setSuspended(_, release, processes) {
      groupOf(release).suspended = processes;
    },
    async ensureTemplate(_, { release, image }) {
      const side = world.sides.get(release);
      if (side === undefined) {
        world.sides.set(release, { template: true, targetGroup: false, behaviour: behaviourOf(image.id) });
      } else side.template = true;
    },
    async setTemplate(_, release, template) {
      groupOf(release).launches = template;
    },
    async terminate(_, release, instances, shrink) {
      const group = groupOf(release);
      for (const instance of group.instances) {
        if (!instances.includes(instance.id) || instance.goneAt !== undefined) continue;
        instance.goneAt = world.now + 10_000;
        const { min, desired, max } = group.capacity;
        if (shrink) group.capacity = { min, desired: desired - 1, max };
      }
      world.advance(new Date(world.now));
    },
    async setTestTraffic(_, sides) {
      world.testTraffic = sides;
    },
    async startRefresh() {
      throw new CloudError('invalid', 'NotSimulated', 'no instance refresh in this world yet');
    },
    async cancelRefresh() {},
    async removeSide(_, release) {
      const side = world.sides.get(release);
      if (side === undefined) return;
      witness('remove', release, world);
      world.weights?.delete(release);
      if (world.weights?.size === 0) world.weights = undefined;
      if (side.group !== undefined) side.group.deleting = true;
      side.template = false;
      side.targetGroup = false;
      world.drop(release);
      world.advance(new Date(world.now));
    },
    async removeEnvironment() {
      witness('remove-environment', undefined, world);
      world.weights = undefined;
      world.loadBalancer = undefined;
      const inUse = [...world.sides.values()].some(({ group }) => group !== undefined);
      if (!inUse) world.securityGroups.clear();
    },
    consoleOutput: async (id) => `${id}: booted\n`,
    launchFailures: async () => [],
  };
}

function readSide(world: SimulatedWorld, release: ReleaseId, side: SimulatedSide): Side {
  const weight = world.weights?.get(release);
  const { group } = side;
  return {
    release,
    ...(side.template ? { launchTemplateId: `lt-${release}` } : {}),
    ...(side.targetGroup ? { targetGroupArn: `arn:${release}` } : {}),
    ...(weight === undefined ? {} : { weight }),
    ...(group === undefined
      ? {}
      : {
          group: {
            name: `group-${release}`,
            ...(group.launches === undefined ? {} : { launches: group.launches }),
            capacity: group.capacity,
            deleting: group.deleting,
            suspendedProcesses: group.suspended,
            instances: group.instances.map((instance): ObservedInstance => ({
              id: instance.id,
              zone: 'a',
              release: instance.release,
              protected: false,
              lifecycleState: instance.goneAt === undefined ? 'InService' : 'Terminating',
              health: world.healthOf(side, release, instance),
            })),
            ...(group.retirement === undefined
              ? {}
              : {
                  retirement: {
                    name: 'imago-retire',
                    at: group.retirement,
                    capacity: { min: 0, desired: 0, max: 0 },
                  },
                }),
          },
        }),
  };
}
