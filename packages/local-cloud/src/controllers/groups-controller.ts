import type { LocalCloud } from '../cloud.ts';
import { beginTermination } from '../services/autoscaling/begin-termination.ts';
import { at, launchCause, rebalanceCause, scaleInCause } from '../services/autoscaling/causes.ts';
import { forgetGroup } from '../services/autoscaling/forget-group.ts';
import { countedMembers, isCounted, isTerminating, putMember } from '../services/autoscaling/members.ts';
import { isActive } from '../services/autoscaling/processes.ts';
import type { GroupRecord } from '../store/records/auto-scaling.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { isAvailable } from './groups-available.ts';
import { planCapacity } from './groups-capacity.ts';
import { findUnhealthy } from './groups-health.ts';
import { adoptInstance, launchMember, resolveGroupLaunch } from './groups-launch.ts';
import { advanceMember, leaveTargetGroups, observeMember } from './groups-members.ts';
import { nextProgress } from './groups-progress.ts';
import type { Controller } from './loop.ts';

/**
 * Keeps the Auto Scaling groups as they should be: capacity, zones, health, target groups. It decides anew from
 * the records on every tick, so that a kill between any two steps costs nothing but time.
 */
export function createGroupsController(cloud: LocalCloud): Controller {
  return {
    tick: async () => {
      const launched = instancesByGroup(cloud);
      for (const name of [...cloud.tables.groups.values()].map(({ id }) => id)) {
        try {
          tendGroup(cloud, name, launched.get(name) ?? []);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          cloud.log('group failed', { group: name, error: message });
        }
      }
    },
  };
}

function tendGroup(cloud: LocalCloud, name: string, launched: readonly InstanceRecord[]): void {
  const steps = [adoptStrays, tendMembers, replaceUnhealthy, leaveTargetGroups, matchCapacity, forgetDeleted];
  for (const step of steps) {
    const group = cloud.tables.groups.get(name);
    if (group) step(cloud, group, launched);
  }
}

/** Instances launched for the group that it does not know of: the daemon was killed in between. */
function adoptStrays(cloud: LocalCloud, group: GroupRecord, launched: readonly InstanceRecord[]): void {
  const known = new Set(group.instances.map(({ instanceId }) => instanceId));
  for (const instance of launched) {
    if (known.has(instance.id)) continue;
    const capacity = countedMembers(cloud.tables.groups.get(group.id) ?? group).length;
    adoptInstance(cloud, group, instance, launchCause(group, cloud.now(), capacity, capacity + 1));
  }
}

function tendMembers(cloud: LocalCloud, group: GroupRecord): void {
  const deleting = group.status !== undefined;
  for (const member of group.instances) {
    if (deleting && !isTerminating(member)) {
      const cause = at(cloud.now(), 'a user request force deleted the AutoScalingGroup.');
      beginTermination(cloud, group.id, member, cause);
      continue;
    }
    const facts = observeMember(cloud, group, member);
    advanceMember(cloud, group, member, nextProgress(group, member, facts));
    const unhealthyCause = findUnhealthy(group, member, facts, cloud.now());
    if (unhealthyCause !== undefined) {
      putMember(cloud, group.id, { ...member, healthStatus: 'Unhealthy', unhealthyCause });
    }
  }
}

function replaceUnhealthy(cloud: LocalCloud, group: GroupRecord): void {
  if (!isActive(group, 'ReplaceUnhealthy') || !isActive(group, 'Terminate')) return;
  for (const member of group.instances) {
    if (member.healthStatus === 'Healthy' || !isCounted(member)) continue;
    const cause = at(cloud.now(), member.unhealthyCause ?? 'an instance was taken out of service.');
    beginTermination(cloud, group.id, member, cause);
  }
}

function matchCapacity(cloud: LocalCloud, group: GroupRecord): void {
  if (group.status !== undefined) return;
  const now = cloud.now();
  const counted = countedMembers(group).length;
  const configurations = cloud.tables.launchConfigurations;
  const plan = planCapacity(group, {
    currentTemplate: currentTemplate(cloud, group),
    now,
    configuredAt: (name) => configurations.get(name)?.createdAt,
    isAvailable: (member) => isAvailable(cloud, group, member),
    outdatedIds: cloud.tables.instanceRefreshes.get(group.refresh?.refreshId ?? '')?.outdatedIds ?? [],
  });
  switch (plan.kind) {
    case 'nothing':
      if (counted === group.desiredCapacity) settle(cloud, group);
      return;
    case 'launch':
      for (const [index, zone] of plan.zones.entries()) {
        const cause = launchCause(group, now, counted + index, counted + index + 1);
        if (!launchMember(cloud, group.id, zone, cause)) return;
      }
      return;
    case 'rebalance':
      cloud.tables.groups.update(group.id, { rebalancing: true });
      launchMember(cloud, group.id, plan.zone, rebalanceCause(group, now, group.zones));
      return;
    case 'terminate':
      for (const [index, member] of plan.victims.entries()) {
        const from = counted - index;
        const cause = scaleInCause(group, now, member.instanceId, from, from - 1);
        beginTermination(cloud, group.id, member, cause);
      }
      return;
  }
}

/** The capacity is what it should be: later activities have causes of their own. */
function settle(cloud: LocalCloud, group: GroupRecord): void {
  if (group.capacityChange === undefined && group.rebalancing === undefined) return;
  cloud.tables.groups.update(group.id, { capacityChange: undefined, rebalancing: undefined });
}

function forgetDeleted(cloud: LocalCloud, group: GroupRecord): void {
  if (group.status !== undefined && group.instances.length === 0) forgetGroup(cloud, group.id);
}

function currentTemplate(
  cloud: LocalCloud,
  group: GroupRecord,
): { readonly id: string; readonly version: number } | undefined {
  try {
    return resolveGroupLaunch(cloud, group).launchTemplate;
  } catch {
    // A template that is gone cannot tell the current instances from the outdated.
    return undefined;
  }
}

function instancesByGroup(cloud: LocalCloud): ReadonlyMap<string, readonly InstanceRecord[]> {
  const found = new Map<string, InstanceRecord[]>();
  for (const instance of cloud.tables.instances.values()) {
    const { autoScalingGroupName: name, state } = instance;
    if (name === undefined || (state !== 'pending' && state !== 'running')) continue;
    const known = found.get(name);
    if (known) known.push(instance);
    else found.set(name, [instance]);
  }
  return found;
}
