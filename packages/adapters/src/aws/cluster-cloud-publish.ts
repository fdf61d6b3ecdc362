import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath } from '@imago/engine';
import type { ClusterSettings, EnvironmentRef, LoadBalancerSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findInterfaces } from './cluster-cloud-find.ts';
import { peersIn } from './cluster-cloud-instances.ts';
import { deleteName, pointName } from './cluster-cloud-name.ts';
import { findListener, findLoadBalancer, findSecurityGroups, keepOurs } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { roleTag, tagOf, tagsOf } from './fleet-cloud-tags.ts';
import { nameTaken } from './fleet-cloud-template.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { targetGroupAttributes, targetGroupSettings } from './load-balancer.ts';

/** Tags of the security group, where the cluster's name is remembered for its end. */
const nameTags = { zone: 'imago:dns-zone', name: 'imago:dns-name' } as const;

/** Load balancer and DNS name hold exactly the members' addresses. */
export async function publishMembers(
  aws: AwsClients,
  ref: EnvironmentRef,
  settings: ClusterSettings,
): Promise<void> {
  const { loadBalancer, dnsName } = settings;
  if (loadBalancer === undefined && dnsName === undefined) return;
  const [interfaces, groups] = await Promise.all([findInterfaces(aws, ref), findSecurityGroups(aws, ref)]);
  const addresses = peersIn(interfaces).map(({ address }) => address);
  const group = groups.find(({ Tags }) => roleTag(Tags) === 'instances');
  if (loadBalancer !== undefined)
    await balance(aws, ref, settings, loadBalancer, group?.VpcId ?? '', addresses);
  if (dnsName === undefined || addresses.length === 0) return;
  // Before the name is there: what was made can then be found again.
  if (
    tagOf(group?.Tags, nameTags.name) !== dnsName.name ||
    tagOf(group?.Tags, nameTags.zone) !== dnsName.zone
  ) {
    const { name, zone } = dnsName;
    const Tags = [
      { Key: nameTags.zone, Value: zone },
      { Key: nameTags.name, Value: name },
    ];
    await aws.ec2.send(new CreateTagsCommand({ Resources: [group?.GroupId ?? ''], Tags }));
  }
  await pointName(aws, dnsName, addresses);
}

/** Deletes the DNS name and the target group; the load balancer must be gone, or its listener at least. */
export async function withdrawMembers(aws: AwsClients, ref: EnvironmentRef): Promise<void> {
  const group = (await findSecurityGroups(aws, ref)).find(({ Tags }) => roleTag(Tags) === 'instances');
  const [zone, name] = [tagOf(group?.Tags, nameTags.zone), tagOf(group?.Tags, nameTags.name)];
  if (zone !== undefined && name !== undefined) await deleteName(aws, { zone, name });
  const TargetGroupArn = await findTargetGroup(aws, ref);
  if (TargetGroupArn === undefined) return;
  await tolerate(['not-found', 'conflict'], aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn })));
}

async function balance(
  aws: AwsClients,
  ref: EnvironmentRef,
  { tags }: ClusterSettings,
  settings: LoadBalancerSettings,
  vpcId: string,
  addresses: readonly string[],
): Promise<void> {
  const balancer = await findLoadBalancer(aws, ref);
  if (balancer?.LoadBalancerArn === undefined)
    throw new CloudError('not-found', 'NotFound', `${environmentPath(ref)} has no load balancer`);
  const TargetGroupArn =
    (await findTargetGroup(aws, ref)) ?? (await createTargetGroup(aws, ref, { settings, vpcId, tags }));
  const listener = await findListener(aws, balancer.LoadBalancerArn);
  if (listener === undefined) {
    const command = new CreateListenerCommand({
      LoadBalancerArn: balancer.LoadBalancerArn,
      Port: settings.listen,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      Tags: tagsOf(ref, 'listener', undefined, tags),
    });
    await tolerate(['conflict'], aws.elbv2.send(command));
  }
  const health = await aws.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
  const there = (health.TargetHealthDescriptions ?? [])
    .filter(({ TargetHealth }) => TargetHealth?.State !== 'draining')
    .map(({ Target }) => Target?.Id ?? '');
  const more = addresses.filter((address) => !there.includes(address)).map((Id) => ({ Id }));
  const less = there.filter((address) => !addresses.includes(address)).map((Id) => ({ Id }));
  if (more.length > 0) await aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: more }));
  if (less.length > 0) await aws.elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: less }));
}

async function createTargetGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  order: {
    readonly settings: LoadBalancerSettings;
    readonly vpcId: string;
    readonly tags: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const command = new CreateTargetGroupCommand({
    ...targetGroupSettings(order.settings),
    Name: fleetNames(ref).members,
    VpcId: order.vpcId,
    TargetType: 'ip',
    Tags: tagsOf(ref, 'member', undefined, order.tags),
  });
  const { TargetGroups } = await aws.elbv2.send(command);
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const Attributes = targetGroupAttributes(order.settings);
  await aws.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  return TargetGroupArn;
}

async function findTargetGroup(aws: AwsClients, ref: EnvironmentRef): Promise<string | undefined> {
  const name = fleetNames(ref).members;
  const query = new DescribeTargetGroupsCommand({ Names: [name] });
  const found = await tolerate(['not-found'], aws.elbv2.send(query));
  const arn = found?.TargetGroups?.[0]?.TargetGroupArn;
  if (arn === undefined || (await keepOurs(aws, ref, [arn])).has(arn)) return arn;
  throw nameTaken('target group', name);
}
