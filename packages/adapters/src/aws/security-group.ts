import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import type { IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import { environmentPath } from '@imago/engine';
import type { EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import type { Role } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Makes a security group of an environment: CreateSecurityGroup. */
export async function createSecurityGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  { role, name, vpcId, tags }: SecurityGroupOrder,
): Promise<string> {
  const command = new CreateSecurityGroupCommand({
    GroupName: name,
    Description: `${role} of ${environmentPath(ref)}`,
    VpcId: vpcId,
    TagSpecifications: [{ ResourceType: 'security-group', Tags: tagsOf(ref, role, undefined, tags) }],
  });
  const { GroupId } = await aws.ec2.send(command);
  return GroupId ?? '';
}

interface SecurityGroupOrder {
  readonly role: Role;
  readonly name: string;
  readonly vpcId: string;
  /** The user's own. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Lets something in, where the group as it was found does not yet: AuthorizeSecurityGroupIngress. */
export async function openSecurityGroup(
  aws: AwsClients,
  GroupId: string,
  found: SecurityGroup | undefined,
  permission: IpPermission,
): Promise<void> {
  if (isOpen(found, permission)) return;
  const command = new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] });
  await tolerate(['conflict'], aws.ec2.send(command));
}

/** One UDP port of a permission. */
export const udp = (port: number): IpPermission => ({ IpProtocol: 'udp', FromPort: port, ToPort: port });

/** One TCP port of a permission. */
export const tcp = (port: number): IpPermission => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });

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
