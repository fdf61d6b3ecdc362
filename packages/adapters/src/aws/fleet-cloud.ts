import { DescribeScalingActivitiesCommand } from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { environmentPath } from '@imago/engine';
import type { EnvironmentRef, FleetCloud, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { consoleOutput } from './console-output.ts';
import { ensureEnvironment, removeEnvironment } from './fleet-cloud-environment.ts';
import { cancelRetirement, scheduleRetirement, setCapacity, setSuspended } from './fleet-cloud-group.ts';
import { createFleetMemory } from './fleet-cloud-memory.ts';
import type { FleetMemory, Part } from './fleet-cloud-memory.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { observeFleet } from './fleet-cloud-observe.ts';
import { cancelRefresh, startRefresh } from './fleet-cloud-refresh.ts';
import { ensureSide, removeSide } from './fleet-cloud-side.ts';
import { releaseTag } from './fleet-cloud-tags.ts';
import { ensureTemplate, setTemplate } from './fleet-cloud-template.ts';
import { terminate } from './fleet-cloud-terminate.ts';
import { setTestTraffic } from './fleet-cloud-test-traffic.ts';
import { setWeights } from './fleet-cloud-weights.ts';

/** Where and when `imago` runs, as a fleet cloud sees it. */
export interface FleetCloudOptions {
  readonly now?: () => Date;
  /** Block of the machine that holds the instances, which may ask them; a local cloud's, such as `10.213.0.1/32`. */
  readonly host?: string;
}

/** Fleets on EC2, Auto Scaling and Elastic Load Balancing. */
export function createFleetCloud(
  aws: AwsClients,
  { now = () => new Date(), host }: FleetCloudOptions = {},
): FleetCloud {
  const memories = new Map<string, FleetMemory>();
  const memoryOf = (ref: EnvironmentRef): FleetMemory => {
    const path = environmentPath(ref);
    const memory = memories.get(path) ?? createFleetMemory(now);
    memories.set(path, memory);
    return memory;
  };
  /** Before the call: one that fails may have changed them all the same. */
  const changing = (ref: EnvironmentRef, ...parts: readonly Part[]): AwsClients => {
    memoryOf(ref).change(...parts);
    return aws;
  };
  /** A group of the last look, where that is of a moment ago and nothing was changed since. */
  const recentGroup = (ref: EnvironmentRef, side: ReleaseId): AutoScalingGroup | undefined =>
    memoryOf(ref)
      .recent('groups')
      ?.find(({ Tags }) => releaseTag(Tags) === side);
  return {
    observe: (ref, previous) => observeFleet(aws, ref, previous, memoryOf(ref)),
    async ensureEnvironment(ref, settings) {
      let made = true;
      try {
        made = await ensureEnvironment(aws, ref, settings, host);
      } finally {
        if (made) changing(ref, 'securityGroups', 'loadBalancer', 'routing');
      }
    },
    ensureSide: (ref, order) => ensureSide(changing(ref, ...ofSides), ref, order),
    setWeights: (ref, weights) => setWeights(changing(ref, 'routing', 'health'), ref, weights),
    setCapacity(ref, release, capacity) {
      const group = recentGroup(ref, release);
      return setCapacity(changing(ref, 'groups'), ref, release, capacity, group);
    },
    scheduleRetirement: (ref, release, at) =>
      scheduleRetirement(changing(ref, 'retirements'), ref, release, at),
    cancelRetirement: (ref, release) => cancelRetirement(changing(ref, 'retirements'), ref, release),
    setSuspended(ref, release, processes) {
      const group = recentGroup(ref, release);
      return setSuspended(changing(ref, 'groups'), ref, release, processes, group);
    },
    async ensureTemplate(ref, template) {
      await ensureTemplate(changing(ref, 'templates'), ref, template);
    },
    setTemplate: (ref, side, template) => setTemplate(changing(ref, 'groups'), ref, side, template),
    terminate(ref, side, instances, shrink) {
      const group = recentGroup(ref, side);
      return terminate(changing(ref, 'groups'), ref, { side, instances, shrink, group });
    },
    setTestTraffic: (ref, sides) => setTestTraffic(changing(ref, 'routing'), ref, sides),
    startRefresh: (ref, side, template, preferences) =>
      startRefresh(changing(ref, 'groups', 'refreshes'), ref, side, template, preferences),
    cancelRefresh: (ref, side) => cancelRefresh(changing(ref, 'groups', 'refreshes'), ref, side),
    removeSide: (ref, release) => removeSide(changing(ref, ...ofSides), ref, release),
    removeEnvironment: (ref) =>
      removeEnvironment(changing(ref, ...ofSides, 'securityGroups', 'loadBalancer'), ref),
    consoleOutput: (instanceId) => consoleOutput(aws, instanceId),
    async launchFailures(ref, release) {
      const query = { AutoScalingGroupName: fleetNames(ref).side(release), MaxRecords: 50 };
      const { Activities } = await aws.autoScaling.send(new DescribeScalingActivitiesCommand(query));
      const failed = (Activities ?? []).filter(({ StatusCode }) => StatusCode === 'Failed');
      const messages = failed.map(
        ({ StatusMessage, Description }) => StatusMessage ?? Description ?? 'no reason given',
      );
      return [...new Set(messages)].slice(0, 3);
    },
  };
}

/** What comes and goes with a side. */
const ofSides = ['templates', 'targetGroups', 'groups', 'routing', 'health'] as const;
