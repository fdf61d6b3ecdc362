import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { PermissionRecord, SecurityGroupRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { formatAddress, parseBlock } from './addresses.ts';
import { requireSecurityGroup } from './require-security-group.ts';

/** What a permission opens, without the identity it gets when it is recorded. */
export type Opening = Omit<PermissionRecord, 'ruleId'>;

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  all: '-1',
};

/** The older, flat form that the Authorize and Revoke actions take besides `IpPermissions`. */
export interface FlatPermission {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
}

/** Reads a request's permissions: one opening for each source they name. */
export function readOpenings(
  cloud: LocalCloud,
  group: SecurityGroupRecord,
  egress: boolean,
  input: FlatPermission,
): readonly Opening[] {
  const permissions = input.IpPermissions?.length ? input.IpPermissions : flatPermissions(input);
  return permissions.flatMap((permission) => {
    const base = { egress, ...portsOf(permission) };
    const described = (description: string | undefined): object =>
      description === undefined ? {} : { description };
    const openings: Opening[] = [
      ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({
        ...base,
        cidr: requireCidr(CidrIp ?? ''),
        ...described(Description),
      })),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6 = '', Description }) => ({
        ...base,
        cidrIpv6: CidrIpv6,
        ...described(Description),
      })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, GroupName, Description }) => ({
        ...base,
        groupId: requireSecurityGroup(cloud, { id: GroupId, name: GroupName, vpcId: group.vpcId }).id,
        ...described(Description),
      })),
    ];
    if (openings.length === 0) {
      throw new AwsError(
        'MissingParameter',
        'The request must contain a source: a CIDR block or a security group',
      );
    }
    return openings;
  });
}

/** Whether two openings are the same rule; the description is no part of it. */
export function isSameOpening(a: Opening, b: Opening): boolean {
  return openingKey(a) === openingKey(b);
}

/** An opening in EC2's words for error messages. */
export function describeOpening({ protocol, fromPort, toPort, cidr, cidrIpv6, groupId }: Opening): string {
  const ports = fromPort === undefined ? '' : `, from port: ${fromPort}, to port: ${toPort}`;
  return `peer: ${cidr ?? cidrIpv6 ?? groupId}, ${protocol === '-1' ? 'ALL' : protocol.toUpperCase()}${ports}, ALLOW`;
}

/** Permissions as DescribeSecurityGroups shows them: those for the same ports together. */
export function renderPermissions(cloud: LocalCloud, permissions: readonly Opening[]): IpPermission[] {
  const shown = new Map<
    string,
    Required<Pick<IpPermission, 'IpRanges' | 'Ipv6Ranges' | 'UserIdGroupPairs'>> & IpPermission
  >();
  for (const permission of permissions) {
    const { protocol, fromPort, toPort, description: Description } = permission;
    const key = `${protocol} ${fromPort} ${toPort}`;
    const entry = shown.get(key) ?? {
      IpProtocol: protocol,
      FromPort: fromPort,
      ToPort: toPort,
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    shown.set(key, entry);
    if (permission.cidr !== undefined) entry.IpRanges?.push({ CidrIp: permission.cidr, Description });
    if (permission.cidrIpv6 !== undefined)
      entry.Ipv6Ranges?.push({ CidrIpv6: permission.cidrIpv6, Description });
    if (permission.groupId !== undefined) {
      entry.UserIdGroupPairs?.push({ GroupId: permission.groupId, UserId: cloud.accountId, Description });
    }
  }
  return [...shown.values()];
}

/** A permission as a rule of its own, as DescribeSecurityGroupRules shows it. */
export function renderRule(
  cloud: LocalCloud,
  group: SecurityGroupRecord,
  permission: PermissionRecord,
): SecurityGroupRule {
  return {
    SecurityGroupRuleId: permission.ruleId,
    GroupId: group.id,
    GroupOwnerId: group.ownerId,
    IsEgress: permission.egress,
    IpProtocol: permission.protocol,
    FromPort: permission.fromPort ?? -1,
    ToPort: permission.toPort ?? -1,
    CidrIpv4: permission.cidr,
    CidrIpv6: permission.cidrIpv6,
    ReferencedGroupInfo:
      permission.groupId === undefined ? undefined : { GroupId: permission.groupId, UserId: cloud.accountId },
    Description: permission.description,
    SecurityGroupRuleArn: `arn:aws:ec2:${cloud.region}:${cloud.accountId}:security-group-rule/${permission.ruleId}`,
    Tags: [],
  };
}

function openingKey({ egress, protocol, fromPort, toPort, cidr, cidrIpv6, groupId }: Opening): string {
  return JSON.stringify([egress, protocol, fromPort, toPort, cidr, cidrIpv6, groupId]);
}

function flatPermissions(input: FlatPermission): readonly IpPermission[] {
  const { IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName: GroupName } = input;
  if (IpProtocol === undefined && CidrIp === undefined && GroupName === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipPermissions');
  }
  return [
    {
      IpProtocol: IpProtocol ?? '-1',
      FromPort,
      ToPort,
      IpRanges: CidrIp === undefined ? [] : [{ CidrIp }],
      UserIdGroupPairs: GroupName === undefined ? [] : [{ GroupName }],
    },
  ];
}

function portsOf({
  IpProtocol = '',
  FromPort,
  ToPort,
}: IpPermission): Pick<Opening, 'protocol' | 'fromPort' | 'toPort'> {
  const protocol = PROTOCOL_NUMBERS[IpProtocol.toLowerCase()] ?? IpProtocol.toLowerCase();
  if (!['-1', 'tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol)) {
    throw new AwsError(
      'InvalidPermission.Malformed',
      `Unsupported IP protocol "${IpProtocol}": write tcp, udp, icmp or -1`,
    );
  }
  if (protocol === '-1') return { protocol };
  if (FromPort === undefined || ToPort === undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value for portRange. Must specify both from and to ports with ${protocol.toUpperCase()}.`,
    );
  }
  const last = protocol.startsWith('icmp') ? 255 : 65_535;
  const lowest = protocol.startsWith('icmp') ? -1 : 0;
  if (FromPort < lowest || ToPort > last || (FromPort > ToPort && lowest === 0)) {
    throw new AwsError('InvalidParameterValue', `Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
  }
  return { protocol, fromPort: FromPort, toPort: ToPort };
}

function requireCidr(cidr: string): string {
  const block = parseBlock(cidr);
  if (!block) throw new AwsError('InvalidParameterValue', `CIDR block ${cidr} is malformed`);
  return `${formatAddress(block.first)}/${block.prefix}`;
}
