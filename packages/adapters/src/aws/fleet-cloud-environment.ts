import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { environmentPath, probedPorts } from '@imago/engine';
import type { EnvironmentRef, FleetSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener, findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { findNetwork } from './fleet-cloud-network.ts';
import type { FleetNetwork } from './fleet-cloud-network.ts';
import { roleTag, tagsOf } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

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
  const found = (role: Role): SecurityGroup | undefined => groups.find(({ Tags }) => roleTag(Tags) === role);
  const ensureGroup = async (role: Role, name: string): Promise<string> =>
    found(role)?.GroupId ?? createGroup(aws, ref, { role, name, vpcId: (await network()).vpcId });
  const [balancerGroup, instanceGroup] = await Promise.all([
    ensureGroup('load-balancer', names.balancerSecurityGroup),
    ensureGroup('instances', names.instanceSecurityGroup),
  ]);
  const { listen, port } = settings.loadBalancer;
  const open = async (role: Role, GroupId: string, permission: IpPermission): Promise<void> => {
    if (isOpen(found(role), permission)) return;
    const command = new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] });
    await tolerate(['conflict'], aws.ec2.send(command));
  };
  const [made] = await Promise.all([
    balancer?.LoadBalancerArn === undefined
      ? createLoadBalancer(aws, ref, settings, balancerGroup, (await network()).subnetIds)
      : alignListener(aws, balancer.LoadBalancerArn, listen),
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
  const arn = balancer?.LoadBalancerArn;
  if (arn !== undefined) {
    const listener = await findListener(aws, arn);
    if (listener?.ListenerArn !== undefined) {
      const { ListenerArn } = listener;
      await tolerate(['not-found'], aws.elbv2.send(new DeleteListenerCommand({ ListenerArn })));
    }
    await tolerate(['not-found'], aws.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn })));
  }
  // That of the instances first: it names the other one.
  for (const role of ['instances', 'load-balancer']) {
    for (const { GroupId } of groups.filter(({ Tags }) => roleTag(Tags) === role)) {
      await tolerate(['not-found', 'conflict'], aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId })));
    }
  }
}

async function createGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  { role, name, vpcId }: { readonly role: Role; readonly name: string; readonly vpcId: string },
): Promise<string> {
  const command = new CreateSecurityGroupCommand({
    GroupName: name,
    Description: `${role} of ${environmentPath(ref)}`,
    VpcId: vpcId,
    TagSpecifications: [{ ResourceType: 'security-group', Tags: tagsOf(ref, role) }],
  });
  const { GroupId } = await aws.ec2.send(command);
  return GroupId ?? '';
}

async function createLoadBalancer(
  aws: AwsClients,
  ref: EnvironmentRef,
  { loadBalancer }: FleetSettings,
  securityGroup: string,
  subnetIds: readonly string[],
): Promise<true> {
  const command = new CreateLoadBalancerCommand({
    Name: fleetNames(ref).loadBalancer,
    Type: 'application',
    Scheme: loadBalancer.scheme,
    Subnets: [...subnetIds],
    SecurityGroups: [securityGroup],
    Tags: tagsOf(ref, 'load-balancer'),
  });
  await aws.elbv2.send(command);
  return true;
}

async function alignListener(aws: AwsClients, balancerArn: string, listen: number): Promise<boolean> {
  const listener = await findListener(aws, balancerArn);
  if (listener?.ListenerArn === undefined || listener.Port === listen) return false;
  await aws.elbv2.send(new ModifyListenerCommand({ ListenerArn: listener.ListenerArn, Port: listen }));
  return true;
}

/** Whether the group lets this in already; what it may have been given in another shape is ordered again. */
function isOpen(group: SecurityGroup | undefined, wanted: IpPermission): boolean {
  const same = ({ IpProtocol, FromPort, ToPort }: IpPermission): boolean =>
    IpProtocol === wanted.IpProtocol && FromPort === wanted.FromPort && ToPort === wanted.ToPort;
  const has = ({ IpRanges = [], UserIdGroupPairs = [] }: IpPermission): boolean =>
    (wanted.IpRanges ?? []).every(({ CidrIp }) => IpRanges.some((range) => range.CidrIp === CidrIp)) &&
    (wanted.UserIdGroupPairs ?? []).every(({ GroupId }) =>
      UserIdGroupPairs.some((pair) => pair.GroupId === GroupId),
    );
  return group?.IpPermissions?.some((permission) => same(permission) && has(permission)) ?? false;
}

const tcp = (port: number): IpPermission => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });
