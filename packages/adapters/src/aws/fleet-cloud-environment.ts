import { DeleteSecurityGroupCommand } from '@aws-sdk/client-ec2';
import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import { probedPorts } from '@imago/engine';
import type { EnvironmentRef, FleetSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { findNetwork } from './fleet-cloud-network.ts';
import type { FleetNetwork } from './fleet-cloud-network.ts';
import { roleTag } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { alignListener, createLoadBalancer, deleteLoadBalancer } from './load-balancer.ts';
import { createSecurityGroup, openSecurityGroup, tcp } from './security-group.ts';

/**
 * Security groups and load balancer: made where they are missing, opened where they are closed. Answers whether anything
 * was made that a look shows. The host's block may ask the instances where the settings do not say who may.
 */
export async function ensureEnvironment(
  aws: AwsClients,
  ref: EnvironmentRef,
  settings: FleetSettings,
  host?: string,
): Promise<boolean> {
  const [groups, balancer] = await Promise.all([findSecurityGroups(aws, ref), findLoadBalancer(aws, ref)]);
  let asked: Promise<FleetNetwork> | undefined;
  const network = (): Promise<FleetNetwork> => (asked ??= findNetwork(aws, settings));
  const names = fleetNames(ref);
  const { tags } = settings;
  const found = (role: Role): SecurityGroup | undefined => groups.find(({ Tags }) => roleTag(Tags) === role);
  const ensureGroup = async (role: Role, name: string): Promise<string> =>
    found(role)?.GroupId ??
    createSecurityGroup(aws, ref, { role, name, vpcId: (await network()).vpcId, tags });
  const [balancerGroup, instanceGroup] = await Promise.all([
    ensureGroup('load-balancer', names.balancerSecurityGroup),
    ensureGroup('instances', names.instanceSecurityGroup),
  ]);
  const { listen, port } = settings.loadBalancer;
  const open = (role: Role, groupId: string, permission: IpPermission): Promise<void> =>
    openSecurityGroup(aws, groupId, found(role), permission);
  const create = async (): Promise<true> => {
    const { subnetIds } = await network();
    const place = { securityGroup: balancerGroup, subnetIds, tags };
    await createLoadBalancer(aws, ref, settings.loadBalancer, place);
    return true;
  };
  const [made] = await Promise.all([
    balancer?.LoadBalancerArn === undefined ? create() : alignListener(aws, balancer.LoadBalancerArn, listen),
    open('load-balancer', balancerGroup, { ...tcp(listen), IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
    open('instances', instanceGroup, { ...tcp(port), UserIdGroupPairs: [{ GroupId: balancerGroup }] }),
    ...settings.sshFrom.map((CidrIp) =>
      open('instances', instanceGroup, { ...tcp(22), IpRanges: [{ CidrIp }] }),
    ),
    ...(settings.probeFrom ?? (host === undefined ? [] : [host])).flatMap((CidrIp) =>
      probedPorts(settings).map((probed) =>
        open('instances', instanceGroup, { ...tcp(probed), IpRanges: [{ CidrIp }] }),
      ),
    ),
  ]);
  return made || found('load-balancer') === undefined || found('instances') === undefined;
}

/** Deletes what can go now; security groups stay until the load balancer's interfaces are gone. */
export async function removeEnvironment(aws: AwsClients, ref: EnvironmentRef): Promise<void> {
  const [groups, balancer] = await Promise.all([findSecurityGroups(aws, ref), findLoadBalancer(aws, ref)]);
  if (balancer?.LoadBalancerArn !== undefined) await deleteLoadBalancer(aws, balancer.LoadBalancerArn);
  // That of the instances first: it names the other one.
  for (const role of ['instances', 'load-balancer']) {
    for (const { GroupId } of groups.filter(({ Tags }) => roleTag(Tags) === role)) {
      await tolerate(['not-found', 'conflict'], aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId })));
    }
  }
}
