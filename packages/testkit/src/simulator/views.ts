import type {
  EnvironmentRef,
  Observed,
  ObservedGroup,
  ObservedInstance,
  ObservedRefresh,
  ReleaseId,
  Side,
  TargetState,
} from '@imago/engine';
import type { SimulatedGroup, SimulatedInstance, SimulatedSide } from './world/model.ts';
import type { SimulatedWorld } from './world/world.ts';

/** What AWS's calls would tell at one moment, call by call. */
export interface View {
  readonly at: number;
  /** DescribeAutoScalingGroups. */
  readonly groups: ReadonlyMap<ReleaseId, ObservedGroup>;
  /** DescribeTargetHealth. */
  readonly health: ReadonlyMap<string, TargetState>;
  /** DescribeListeners and DescribeRules. */
  readonly listener: {
    readonly weights?: ReadonlyMap<ReleaseId, number>;
    readonly testTraffic: readonly ReleaseId[];
  };
  /** What stands: launch templates, target groups, load balancer. */
  readonly standing: Standing;
}

interface Standing {
  readonly securityGroups: Observed['securityGroups'];
  readonly loadBalancer?: NonNullable<Observed['loadBalancer']>;
  readonly templates: ReadonlySet<ReleaseId>;
  readonly targetGroups: ReadonlySet<ReleaseId>;
  readonly retirements: ReadonlyMap<ReleaseId, NonNullable<ObservedGroup['retirement']>>;
}

/** Everything as it is now. */
export function viewOf(world: SimulatedWorld): View {
  const groups = new Map<ReleaseId, ObservedGroup>();
  const health = new Map<string, TargetState>();
  const templates = new Set<ReleaseId>();
  const targetGroups = new Set<ReleaseId>();
  const retirements = new Map<ReleaseId, NonNullable<ObservedGroup['retirement']>>();
  for (const side of world.sides.values()) {
    if (side.template) templates.add(side.release);
    if (side.targetGroup) targetGroups.add(side.release);
    if (side.group === undefined) continue;
    groups.set(side.release, readGroup(side, side.group));
    for (const instance of side.group.instances)
      health.set(instance.id, side.targetGroup ? instance.health : 'absent');
    const at = side.group.retirement;
    if (at === undefined) continue;
    retirements.set(side.release, { name: 'imago-retire', at, capacity: { min: 0, desired: 0, max: 0 } });
  }
  const { loadBalancer, securityGroups } = world;
  const state = loadBalancer !== undefined && world.now >= loadBalancer.activeAt ? 'active' : 'provisioning';
  return {
    at: world.now,
    groups,
    health,
    listener: {
      testTraffic: world.testTraffic,
      ...(world.weights === undefined ? {} : { weights: new Map(world.weights) }),
    },
    standing: {
      securityGroups: {
        ...(securityGroups.has('load-balancer') ? { loadBalancer: 'sg-1' } : {}),
        ...(securityGroups.has('instances') ? { instances: 'sg-2' } : {}),
      },
      ...(loadBalancer === undefined ? {} : { loadBalancer: { arn: 'arn:lb', dnsName: 'lb.test', state } }),
      templates,
      targetGroups,
      retirements,
    },
  };
}

function readGroup({ release }: SimulatedSide, group: SimulatedGroup): ObservedGroup {
  const { refresh } = group;
  return {
    name: `group-${release}`,
    launches: group.launches,
    capacity: group.capacity,
    deleting: group.deleting,
    suspendedProcesses: group.suspended,
    instances: group.instances.map(readInstance),
    ...(refresh === undefined
      ? {}
      : {
          refresh: {
            id: refresh.id,
            status: refresh.status,
            percentComplete: refresh.percent,
            to: refresh.to,
            startedAt: new Date(refresh.startedAt),
            ...(refresh.reason === undefined ? {} : { reason: refresh.reason }),
          },
        }),
  };
}

const readInstance = (instance: SimulatedInstance): ObservedInstance => ({
  id: instance.id,
  zone: instance.zone,
  lifecycleState: instance.state,
  release: instance.release,
  launchedAt: new Date(instance.launchedAt),
  address: `10.0.0.${Number(instance.id.slice(2)) % 256}`,
  protected: instance.protected,
  health: 'absent',
});

/** Puts what single calls told together, as the adapter does; `previous` stands for what it does not ask for again. */
export function joinViews(
  environment: EnvironmentRef,
  at: number,
  parts: Pick<View, 'groups' | 'health' | 'listener' | 'standing'>,
  previous: Observed | undefined,
): Observed {
  const { groups, health, listener } = parts;
  const standing = previous?.loadBalancer?.state === 'active' ? standingOf(previous) : parts.standing;
  const releases = new Set([...standing.templates, ...standing.targetGroups, ...groups.keys()]);
  const sides = [...releases].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const { loadBalancer, securityGroups } = standing;
  return {
    environment,
    at: new Date(at),
    securityGroups,
    sides: sides.map((release): Side => {
      const weight = standing.targetGroups.has(release) ? listener.weights?.get(release) : undefined;
      const group = groups.get(release);
      const retirement = standing.retirements.get(release);
      return {
        release,
        ...(standing.templates.has(release) ? { launchTemplateId: `lt-${release}` } : {}),
        ...(standing.targetGroups.has(release) ? { targetGroupArn: `arn:${release}` } : {}),
        ...(weight === undefined ? {} : { weight }),
        ...(group === undefined
          ? {}
          : {
              group: {
                ...known(group, standing.templates),
                ...(group.refresh === undefined
                  ? {}
                  : { refresh: knownRefresh(group.refresh, standing.templates) }),
                instances: group.instances.map((instance) => ({
                  ...known(instance, standing.templates),
                  health: health.get(instance.id) ?? 'absent',
                })),
                ...(retirement === undefined ? {} : { retirement }),
              },
            }),
      };
    }),
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    ...(listener.weights === undefined
      ? {}
      : { listener: { arn: 'arn:listener', port: 80, testTraffic: listener.testTraffic } }),
  };
}

/** A template that is gone tells no release. */
function known<T extends { readonly launches?: ReleaseId; readonly release?: ReleaseId }>(
  part: T,
  templates: ReadonlySet<ReleaseId>,
): T {
  const { launches, release, ...rest } = part;
  const gone = (id: ReleaseId | undefined): boolean => id !== undefined && !templates.has(id);
  if (!gone(launches) && !gone(release)) return part;
  // both keys may be left out
  return rest as T;
}

function knownRefresh(refresh: ObservedRefresh, templates: ReadonlySet<ReleaseId>): ObservedRefresh {
  const { to, ...rest } = refresh;
  return to === undefined || templates.has(to) ? refresh : rest;
}

function standingOf({ securityGroups, loadBalancer, sides }: Observed): Standing {
  const retirements = sides.flatMap(({ release, group }) =>
    group?.retirement === undefined ? [] : [[release, group.retirement] as const],
  );
  return {
    securityGroups,
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
    templates: new Set(
      sides.filter((side) => side.launchTemplateId !== undefined).map(({ release }) => release),
    ),
    targetGroups: new Set(
      sides.filter((side) => side.targetGroupArn !== undefined).map(({ release }) => release),
    ),
    retirements: new Map(retirements),
  };
}
