import { DeleteAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
} from '@aws-sdk/client-ec2';
import type { _InstanceType } from '@aws-sdk/client-ec2';
import {
  CreateTargetGroupCommand,
  DeleteTargetGroupCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath } from '@imago/engine';
import type { EnvironmentRef, ReleaseId, SideOrder } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findGroups, findLaunchTemplates, findSecurityGroups, findTargetGroups } from './fleet-cloud-find.ts';
import { ensureGroup } from './fleet-cloud-group.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { findNetwork } from './fleet-cloud-network.ts';
import { belongs, releaseTag, roleTag, tagsOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { setWeights, takeOut } from './fleet-cloud-weights.ts';

/** Launch template, target group in the listener, and group of a release. */
export async function ensureSide(aws: AwsClients, ref: EnvironmentRef, order: SideOrder): Promise<void> {
  const [network, groups] = await Promise.all([
    findNetwork(aws, order.settings),
    findSecurityGroups(aws, ref),
  ]);
  const securityGroup = groups.find(({ Tags }) => roleTag(Tags) === 'instances')?.GroupId;
  if (securityGroup === undefined) {
    throw new CloudError(
      'not-found',
      'NotFound',
      `${environmentPath(ref)} has no security group for instances`,
    );
  }
  const [templateId, targetGroupArn] = await Promise.all([
    ensureTemplate(aws, ref, order, securityGroup),
    ensureTargetGroup(aws, ref, order, network.vpcId),
  ]);
  // The listener comes first: a target group that no listener names is not health-checked.
  const known = new Map([[order.release, targetGroupArn]]);
  await setWeights(aws, ref, order.weights, { port: order.settings.loadBalancer.listen, known });
  await ensureGroup(aws, ref, order, { templateId, targetGroupArn, subnetIds: network.subnetIds });
}

/** Takes a release out of the listener and deletes what can go now. */
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
  await Promise.all([
    ...(targetGroupArn === undefined ? [] : [deleteTargetGroup(targetGroupArn)]),
    ...templates
      .filter(({ Tags }) => releaseTag(Tags) === release)
      .map(({ LaunchTemplateId }) => deleteTemplate(LaunchTemplateId)),
  ]);
}

async function ensureTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  { release, image, settings }: SideOrder,
  securityGroup: string,
): Promise<string> {
  const { instanceType, keyName, instanceProfile, userData } = settings;
  const LaunchTemplateName = fleetNames(ref).side(release);
  const Name = { Key: 'Name', Value: LaunchTemplateName };
  const Tags = [Name, ...tagsOf(ref, 'side', release, settings.tags)];
  const command = new CreateLaunchTemplateCommand({
    LaunchTemplateName,
    TagSpecifications: [
      { ResourceType: 'launch-template', Tags: tagsOf(ref, 'side', release, settings.tags) },
    ],
    LaunchTemplateData: {
      ImageId: image.id,
      // EC2 knows more types than this SDK
      InstanceType: instanceType as _InstanceType,
      SecurityGroupIds: [securityGroup],
      // IMDSv1 lends an instance's role to whoever finds a request forgery.
      MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
      TagSpecifications: [
        { ResourceType: 'instance', Tags },
        { ResourceType: 'volume', Tags },
      ],
      ...(keyName === undefined ? {} : { KeyName: keyName }),
      ...(instanceProfile === undefined ? {} : { IamInstanceProfile: { Name: instanceProfile } }),
      ...(userData === undefined ? {} : { UserData: Buffer.from(userData).toString('base64') }),
    },
  });
  const made = await tolerate(['conflict'], aws.ec2.send(command));
  if (made?.LaunchTemplate?.LaunchTemplateId !== undefined) return made.LaunchTemplate.LaunchTemplateId;
  const query = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [LaunchTemplateName] });
  const found = (await aws.ec2.send(query)).LaunchTemplates?.[0];
  if (found?.LaunchTemplateId !== undefined && belongs(ref, found.Tags)) return found.LaunchTemplateId;
  throw taken('launch template', LaunchTemplateName);
}

async function ensureTargetGroup(
  aws: AwsClients,
  ref: EnvironmentRef,
  { release, settings }: SideOrder,
  vpcId: string,
): Promise<string> {
  const { port, health, deregistrationDelay } = settings.loadBalancer;
  const Name = fleetNames(ref).targetGroup(release);
  const command = new CreateTargetGroupCommand({
    Name,
    Protocol: 'HTTP',
    Port: port,
    VpcId: vpcId,
    TargetType: 'instance',
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: health.path,
    HealthCheckIntervalSeconds: wholeSeconds(health.interval),
    HealthCheckTimeoutSeconds: wholeSeconds(health.timeout),
    HealthyThresholdCount: health.healthyThreshold,
    UnhealthyThresholdCount: health.unhealthyThreshold,
    Matcher: { HttpCode: health.matcher },
    Tags: tagsOf(ref, 'side', release, settings.tags),
  });
  const made = await tolerate(['conflict'], aws.elbv2.send(command));
  const arn =
    made?.TargetGroups?.[0]?.TargetGroupArn ??
    (await findTargetGroups(aws, ref)).get(release)?.TargetGroupArn;
  if (arn === undefined) throw taken('target group', Name);
  const Attributes = [
    { Key: 'deregistration_delay.timeout_seconds', Value: String(wholeSeconds(deregistrationDelay)) },
  ];
  await aws.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes }));
  return arn;
}

const wholeSeconds = ({ milliseconds }: { readonly milliseconds: number }): number =>
  Math.ceil(milliseconds / 1000);

const taken = (what: string, name: string): CloudError =>
  new CloudError(
    'invalid',
    'NameTaken',
    `the ${what} ${name} exists and does not carry this environment's tags`,
  );
