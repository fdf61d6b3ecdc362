import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { DeleteLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef, ReleaseId, SideOrder } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findGroups, findLaunchTemplates, findTargetGroups, keepOurs } from './fleet-cloud-find.ts';
import { ensureGroup } from './fleet-cloud-group.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { findNetwork } from './fleet-cloud-network.ts';
import { releaseTag, tagsOf } from './fleet-cloud-tags.ts';
import { ensureTemplate, nameTaken } from './fleet-cloud-template.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { listSide, takeOut } from './fleet-cloud-weights.ts';
import { targetGroupAttributes, targetGroupSettings } from './load-balancer.ts';

/** Launch template, target group in the listener, and group of a release. */
export async function ensureSide(aws: AwsClients, ref: EnvironmentRef, order: SideOrder): Promise<void> {
  const network = await findNetwork(aws, order.settings);
  const [template, targetGroupArn] = await Promise.all([
    ensureTemplate(aws, ref, order),
    ensureTargetGroup(aws, ref, order, network.vpcId),
  ]);
  // The listener comes first: a target group that no listener names is not health-checked.
  const { weight, settings } = order;
  const { tags, loadBalancer } = settings;
  await listSide(aws, ref, { targetGroupArn, weight, port: loadBalancer.listen, tags });
  await ensureGroup(aws, ref, order, { template, targetGroupArn, subnetIds: network.subnetIds });
}

/**
 * Takes a side out of the listener and deletes what can go now; of one that was only a launch template, that. A
 * template from which another side's group starts its instances stays until that group goes.
 */
export async function removeSide(aws: AwsClients, ref: EnvironmentRef, release: ReleaseId): Promise<void> {
  const [groups, templates, targetGroups] = await Promise.all([
    findGroups(aws, ref),
    findLaunchTemplates(aws, ref),
    findTargetGroups(aws, ref),
  ]);
  const targetGroupArn = targetGroups.get(release)?.TargetGroupArn;
  if (targetGroupArn !== undefined) await takeOut(aws, ref, targetGroupArn);
  const group = groups.find(({ Tags }) => releaseTag(Tags) === release);
  if (group !== undefined && (group.Status ?? '') === '') {
    const { AutoScalingGroupName } = group;
    const command = new DeleteAutoScalingGroupCommand({ AutoScalingGroupName, ForceDelete: true });
    await tolerate(['not-found'], aws.autoScaling.send(command));
  }
  const deleteTargetGroup = async (TargetGroupArn: string): Promise<void> => {
    await tolerate(
      ['not-found', 'conflict'],
      aws.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn })),
    );
  };
  const deleteTemplate = async (LaunchTemplateId: string | undefined): Promise<void> => {
    await tolerate(['not-found'], aws.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })));
  };
  const launching = groups
    .filter(({ Tags, Status = '' }) => releaseTag(Tags) !== release && Status === '')
    .map(({ LaunchTemplate }) => LaunchTemplate?.LaunchTemplateId);
  await Promise.all([
    ...(targetGroupArn === undefined ? [] : [deleteTargetGroup(targetGroupArn)]),
    ...templates
      .filter(({ Tags }) => releaseTag(Tags) === release)
      .filter(({ LaunchTemplateId }) => !launching.includes(LaunchTemplateId))
      .map(({ LaunchTemplateId }) => deleteTemplate(LaunchTemplateId)),
  ]);
}

async function ensureTargetGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  { release, settings }: SideOrder,
  vpcId: string,
): Promise<string> {
  const Name = fleetNames(ref).targetGroup(release);
  const command = new CreateTargetGroupCommand({
    Name,
    ...targetGroupSettings(settings.loadBalancer),
    VpcId: vpcId,
    TargetType: 'instance',
    Tags: tagsOf(ref, 'side', release, settings.tags),
  });
  const made = await tolerate(['conflict'], aws.elbv2.send(command));
  const arn = made?.TargetGroups?.[0]?.TargetGroupArn ?? (await findTargetGroup(aws, ref, Name));
  const Attributes = targetGroupAttributes(settings.loadBalancer);
  await aws.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
  return arn;
}

/** The target group of a name that is taken. A look that comes too early for it fails as it would in AWS, to be tried again. */
async function findTargetGroup(aws: AwsClients, ref: EnvironmentRef, name: string): Promise<string> {
  const found = await aws.elbv2.send(new DescribeTargetGroupsCommand({ Names: [name] }));
  const arn = found.TargetGroups?.[0]?.TargetGroupArn;
  if (arn === undefined)
    throw new CloudError('not-found', 'NotFound', `the target group ${name} is not shown yet`);
  if ((await keepOurs(aws, ref, [arn])).has(arn)) return arn;
  throw nameTaken('target group', name);
}
