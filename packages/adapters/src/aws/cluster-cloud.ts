import { environmentPath } from '@imago/engine';
import type { ClusterCloud, EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { ensureCluster, ensureMemberTemplate } from './cluster-cloud-ensure.ts';
import { launchMember, stopMember, terminateMember } from './cluster-cloud-instances.ts';
import { ensureMember } from './cluster-cloud-member.ts';
import { createClusterMemory } from './cluster-cloud-memory.ts';
import type { ClusterMemory, ClusterPart } from './cluster-cloud-memory.ts';
import { observeCluster } from './cluster-cloud-observe.ts';
import { publishMembers } from './cluster-cloud-publish.ts';
import { removeCluster } from './cluster-cloud-remove.ts';
import { ensureSchedules } from './cluster-cloud-schedules.ts';
import {
  attachVolumes,
  deleteSnapshots,
  deleteVolumes,
  detachVolumes,
  markFormatted,
  setAsideVolumes,
  snapshotMember,
} from './cluster-cloud-volumes.ts';
import { consoleOutput } from './console-output.ts';

/** Clusters on EC2: instances that come and go, network interfaces and EBS volumes that stay. */
export function createClusterCloud(aws: AwsClients, now: () => Date = () => new Date()): ClusterCloud {
  const memories = new Map<string, ClusterMemory>();
  const memoryOf = (ref: EnvironmentRef): ClusterMemory => {
    const path = environmentPath(ref);
    const memory = memories.get(path) ?? createClusterMemory(now);
    memories.set(path, memory);
    return memory;
  };
  /** Before the call: one that fails may have changed them all the same. */
  const changing = (ref: EnvironmentRef, ...parts: readonly ClusterPart[]): AwsClients => {
    memoryOf(ref).change(...parts);
    return aws;
  };
  return {
    observe: (ref, previous) => observeCluster(aws, ref, previous, memoryOf(ref)),
    ensureCluster: (ref, settings) =>
      ensureCluster(changing(ref, 'securityGroup', 'loadBalancer'), ref, settings),
    ensureTemplate: (ref, release, image, settings) =>
      ensureMemberTemplate(changing(ref, 'templates'), ref, release, image, settings),
    ensureMember: (ref, member, settings, snapshots) =>
      ensureMember({ aws, ref, member, settings, now: now() }, snapshots),
    snapshotMember: (ref, member, rollout) =>
      snapshotMember(changing(ref, 'snapshots'), ref, member, rollout),
    stopMember: (_, instance, force) => stopMember(aws, instance, force),
    detachVolumes: (ref, member, instance) => detachVolumes(aws, ref, member, instance),
    terminateMember: (_, instance) => terminateMember(aws, instance),
    launchMember: (ref, order) => launchMember(aws, ref, order),
    attachVolumes: (ref, member, instance, settings) =>
      attachVolumes(aws, ref, { member, instance, settings }),
    markFormatted: (ref, member) => markFormatted(aws, ref, member),
    publishMembers: (ref, settings) => publishMembers(aws, ref, settings),
    removeCluster: (ref) => removeCluster(changing(ref, 'securityGroup', 'loadBalancer', 'templates'), ref),
    setAsideVolumes: (ref, member, snapshots) => setAsideVolumes(aws, ref, member, snapshots),
    deleteVolumes: (ref, member) => deleteVolumes(aws, ref, member),
    deleteSnapshots: (ref, snapshots) =>
      deleteSnapshots(
        changing(ref, 'snapshots'),
        snapshots.map(({ id }) => id),
      ),
    ensureSchedules: (ref, settings) => ensureSchedules(aws, ref, settings),
    consoleOutput: (instanceId) => consoleOutput(aws, instanceId),
  };
}
