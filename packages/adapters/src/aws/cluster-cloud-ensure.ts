import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import type { ClusterSettings, EnvironmentRef, ImageRef, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findSubnets } from './cluster-cloud-network.ts';
import { findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { roleTag, tagsOf } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';
import { createTemplate, launchData } from './fleet-cloud-template.ts';
import { alignListener, createLoadBalancer } from './load-balancer.ts';
import { createSecurityGroup, openSecurityGroup, tcp, udp } from './security-group.ts';

/** Security groups, opened for members and those who may reach them, and the load balancer where there is to be one. */
export async function ensureCluster(
  aws: AwsClients,
  ref: EnvironmentRef,
  settings: ClusterSettings,
): Promise<void> {
  const { loadBalancer, ports, udpPorts = [], allowFrom, sshFrom, tags } = settings;
  const [groups, balancer, subnets] = await Promise.all([
    findSecurityGroups(aws, ref),
    loadBalancer === undefined ? undefined : findLoadBalancer(aws, ref),
    findSubnets(aws, settings),
  ]);
  const names = fleetNames(ref);
  const vpcId = subnets[0]?.vpcId ?? '';
  const found = (role: Role): SecurityGroup | undefined => groups.find(({ Tags }) => roleTag(Tags) === role);
  const ensureGroup = async (role: Role, name: string): Promise<string> =>
    found(role)?.GroupId ?? createSecurityGroup(aws, ref, { role, name, vpcId, tags });
  const members = await ensureGroup('instances', names.instanceSecurityGroup);
  const open = (permission: IpPermission): Promise<void> =>
    openSecurityGroup(aws, members, found('instances'), permission);
  const balance = async (): Promise<void> => {
    if (loadBalancer === undefined) return;
    const { listen, port } = loadBalancer;
    const securityGroup = await ensureGroup('load-balancer', names.balancerSecurityGroup);
    // One of each zone is all that a load balancer takes.
    const subnetIds = [...new Map(subnets.map(({ zone, id }) => [zone, id])).values()];
    const anybody = { ...tcp(listen), IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    await Promise.all([
      openSecurityGroup(aws, securityGroup, found('load-balancer'), anybody),
      open({ ...tcp(port), UserIdGroupPairs: [{ GroupId: securityGroup }] }),
      balancer?.LoadBalancerArn === undefined
        ? createLoadBalancer(aws, ref, loadBalancer, { securityGroup, subnetIds, tags })
        : alignListener(aws, balancer.LoadBalancerArn, listen),
    ]);
  };
  await Promise.all([
    ...[...ports.map(tcp), ...udpPorts.map(udp)].flatMap((port) => [
      open({ ...port, UserIdGroupPairs: [{ GroupId: members }] }),
      ...allowFrom.map((CidrIp) => open({ ...port, IpRanges: [{ CidrIp }] })),
    ]),
    ...sshFrom.map((CidrIp) => open({ ...tcp(22), IpRanges: [{ CidrIp }] })),
    balance(),
  ]);
}

/** Launch template of a release: what its members have in common. The rest, interface and user data, comes at the launch. */
export async function ensureMemberTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
  image: ImageRef,
  settings: ClusterSettings,
): Promise<void> {
  const tags = tagsOf(ref, 'member', release, settings.tags);
  await createTemplate(aws, ref, release, { tags, data: launchData(image, settings) });
}
