import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, eachTestCloud, run } from './ec2-cloud.ts';

const it = eachTestCloud();
const create = async (GroupName: string) =>
  (await it.local.ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'a test' }))).GroupId ??
  '';
const authorize = (GroupId: string, ...IpPermissions: IpPermission[]) =>
  it.local.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
const remove = (GroupId: string) => it.local.ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
const show = async (GroupId: string) => {
  const { SecurityGroups } = await it.local.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
  );
  return SecurityGroups?.[0];
};
const http = (CidrIp: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 80,
  ToPort: 80,
  IpRanges: [{ CidrIp }],
});

test('a new group lets everything out and nothing in', async () => {
  expect(await show(await create('web'))).toMatchObject({
    GroupName: 'web',
    IpPermissions: [],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
});

test('permissions for the same ports are shown together, and each is a rule', async () => {
  const group = await create('web');
  const other = await create('balancer');
  const { SecurityGroupRules = [] } = await authorize(group, http('10.0.0.7/8'), {
    IpProtocol: '6',
    FromPort: 80,
    ToPort: 80,
    UserIdGroupPairs: [{ GroupId: other, Description: 'the balancer' }],
  });
  expect(SecurityGroupRules).toMatchObject([
    { CidrIpv4: '10.0.0.0/8' },
    { ReferencedGroupInfo: { GroupId: other } },
  ]);
  expect((await show(group))?.IpPermissions).toMatchObject([
    {
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }],
      UserIdGroupPairs: [{ GroupId: other, Description: 'the balancer' }],
    },
  ]);
  const rules = await it.local.ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] }),
  );
  expect(rules.SecurityGroupRules).toHaveLength(3);
});

test('the older, flat form does the same', async () => {
  const GroupId = await create('web');
  await it.local.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
    }),
  );
  expect((await show(GroupId))?.IpPermissions).toMatchObject([
    { FromPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ]);
});

test('a permission is revoked by what it says or by its rule id', async () => {
  const GroupId = await create('web');
  const { SecurityGroupRules = [] } = await authorize(GroupId, http('10.0.0.0/8'), http('192.168.0.0/16'));
  const revoked = await it.local.ec2.send(
    new RevokeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [http('10.0.0.0/8'), http('1.2.3.4/32')],
    }),
  );
  expect(revoked.UnknownIpPermissions).toMatchObject([{ IpRanges: [{ CidrIp: '1.2.3.4/32' }] }]);
  const SecurityGroupRuleIds = [SecurityGroupRules[1]?.SecurityGroupRuleId ?? ''];
  await it.local.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));
  expect((await show(GroupId))?.IpPermissions).toEqual([]);
  await expect(
    it.local.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds })),
  ).rejects.toMatchObject(awsError('InvalidSecurityGroupRuleId.NotFound'));
});

test('outbound permissions are kept apart', async () => {
  const GroupId = await create('web');
  await it.local.ec2.send(
    new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [http('10.0.0.0/8')] }),
  );
  const group = await show(GroupId);
  expect([group?.IpPermissions?.length, group?.IpPermissionsEgress?.length]).toEqual([0, 2]);
});

test('refuses duplicates, halves of a request, and what is malformed', async () => {
  const group = await create('web');
  await authorize(group, http('10.0.0.0/8'));
  await expect(authorize(group, http('1.2.3.4/32'), http('10.0.0.0/8'))).rejects.toMatchObject(
    awsError('InvalidPermission.Duplicate', /"peer: 10.0.0.0\/8, TCP, from port: 80, to port: 80, ALLOW"/),
  );
  expect((await show(group))?.IpPermissions?.[0]?.IpRanges).toHaveLength(1);
  await expect(authorize(group, http('10.0.0/8'))).rejects.toMatchObject(
    awsError('InvalidParameterValue', /10.0.0\/8/),
  );
  await expect(
    authorize(group, { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
  ).rejects.toMatchObject(awsError('InvalidParameterValue', /Must specify both from and to ports/));
  await expect(create('web')).rejects.toMatchObject(awsError('InvalidGroup.Duplicate'));
});

test('a group goes when nothing uses it any more', async () => {
  const group = await create('web');
  const other = await create('balancer');
  await authorize(group, { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: other }] });
  const [id = ''] = await run(it.local, { SecurityGroupIds: [group] });
  await expect(remove(group)).rejects.toMatchObject(awsError('DependencyViolation'));
  await expect(remove(other)).rejects.toMatchObject(awsError('DependencyViolation'));
  await it.local.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
  await it.local.tick();
  await remove(group);
  await remove(other);
  await expect(show(group)).rejects.toMatchObject(awsError('InvalidGroup.NotFound'));
});

test('the default group cannot be deleted', async () => {
  const { SecurityGroups = [] } = await it.local.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }),
  );
  await expect(remove(SecurityGroups[0]?.GroupId ?? '')).rejects.toMatchObject(awsError('CannotDelete'));
});
