import { releaseNumber } from '@imago/engine';
import type { EnvironmentRef, ObservedCluster, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findAllInstances, findAllVolumes, findInterfaces, findSnapshots } from './cluster-cloud-find.ts';
import type { ClusterMemory, ClusterPart } from './cluster-cloud-memory.ts';
import { readMembers, readSnapshot } from './cluster-cloud-read.ts';
import { findLaunchTemplates, findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { releaseTag, roleTag } from './fleet-cloud-tags.ts';
import { readLoadBalancer } from './load-balancer.ts';

/**
 * Reads a cluster from the cloud: members always, with three calls; of what stands, where `previous` is the last look,
 * what was changed through this process since, and what is still on its way.
 */
export async function observeCluster(
  aws: AwsClients,
  environment: EnvironmentRef,
  previous: ObservedCluster | undefined,
  memory: ClusterMemory,
): Promise<ObservedCluster> {
  const at = memory.now();
  const known = memory.builds(previous) ? previous : undefined;
  // Before the calls: what is changed while they are under way is read again by the next look.
  const changed = memory.takeChanges();
  if (known?.loadBalancer?.state === 'provisioning') changed.add('loadBalancer');
  if (known?.snapshots.some(({ state }) => state === 'pending') === true) changed.add('snapshots');
  const read = <P extends ClusterPart>(
    part: P,
    ask: () => Promise<ObservedCluster[P]>,
  ): Promise<ObservedCluster[P]> =>
    known === undefined || changed.has(part) ? ask() : Promise.resolve(known[part]);
  const [instances, interfaces, volumes, securityGroup, loadBalancer, templates, snapshots] =
    await Promise.all([
      findAllInstances(aws, environment),
      findInterfaces(aws, environment),
      findAllVolumes(aws, environment),
      read('securityGroup', () => readSecurityGroup(aws, environment)),
      read('loadBalancer', async () => readLoadBalancer(await findLoadBalancer(aws, environment))),
      read('templates', () => readTemplates(aws, environment)),
      read('snapshots', () => readSnapshots(aws, environment)),
    ]);
  const look: ObservedCluster = {
    environment,
    at,
    members: readMembers(instances, interfaces, volumes),
    templates,
    snapshots,
    ...(securityGroup === undefined ? {} : { securityGroup }),
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
  };
  memory.looked(look);
  return look;
}

async function readSecurityGroup(aws: AwsClients, environment: EnvironmentRef): Promise<string | undefined> {
  const groups = await findSecurityGroups(aws, environment);
  return groups.find(({ Tags }) => roleTag(Tags) === 'instances')?.GroupId;
}

async function readTemplates(aws: AwsClients, environment: EnvironmentRef): Promise<readonly ReleaseId[]> {
  const found = await findLaunchTemplates(aws, environment);
  const releases = found.flatMap(({ Tags }) => releaseTag(Tags) ?? []);
  return [...new Set(releases)].sort((a, b) => releaseNumber(a) - releaseNumber(b));
}

async function readSnapshots(
  aws: AwsClients,
  environment: EnvironmentRef,
): Promise<ObservedCluster['snapshots']> {
  return (await findSnapshots(aws, environment)).flatMap((snapshot) => readSnapshot(snapshot) ?? []);
}
