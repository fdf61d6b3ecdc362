import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, DescribeLaunchTemplatesCommand } from '@aws-sdk/client-ec2';
import type { _InstanceType, LaunchTemplate } from '@aws-sdk/client-ec2';
import { CloudError, environmentPath } from '@imago/engine';
import type { EnvironmentRef, ReleaseId, TemplateOrder } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findSecurityGroups } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { belongs, roleTag, tagsOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** A launch template as groups and refreshes name it. The version is pinned: nothing is edited in place. */
export interface TemplateRef {
  readonly LaunchTemplateId: string;
  readonly Version: string;
}

/** Launch template of a release; CreateLaunchTemplate refuses a second one of the name. */
export async function ensureTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  { release, image, settings }: TemplateOrder,
): Promise<TemplateRef> {
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
      SecurityGroupIds: [await instanceSecurityGroup(aws, ref)],
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
  const id = made?.LaunchTemplate?.LaunchTemplateId;
  return id === undefined ? findTemplate(aws, ref, release) : pinned(id);
}

/** The side's group starts instances from the template of that release from now on: UpdateAutoScalingGroup. */
export async function setTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  side: ReleaseId,
  template: ReleaseId,
): Promise<void> {
  const command = new UpdateAutoScalingGroupCommand({
    AutoScalingGroupName: fleetNames(ref).side(side),
    LaunchTemplate: await findTemplate(aws, ref, template),
  });
  await aws.autoScaling.send(command);
}

/** The launch template of a release, by its name; rejects where there is none, or it is somebody else's. */
export async function findTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
): Promise<TemplateRef> {
  const name = fleetNames(ref).side(release);
  const query = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] });
  const found: LaunchTemplate | undefined = (await aws.ec2.send(query)).LaunchTemplates?.[0];
  if (found?.LaunchTemplateId === undefined)
    throw new CloudError('not-found', 'NotFound', `${release} has no launch template`);
  if (!belongs(ref, found.Tags)) throw nameTaken('launch template', name);
  return pinned(found.LaunchTemplateId);
}

/** A thing of the name is there, and it is not ours to use. */
export const nameTaken = (what: string, name: string): CloudError =>
  new CloudError(
    'invalid',
    'NameTaken',
    `the ${what} ${name} exists and does not carry this environment's tags`,
  );

async function instanceSecurityGroup(aws: AwsClients, ref: EnvironmentRef): Promise<string> {
  const groups = await findSecurityGroups(aws, ref);
  const id = groups.find(({ Tags }) => roleTag(Tags) === 'instances')?.GroupId;
  if (id !== undefined) return id;
  const message = `${environmentPath(ref)} has no security group for instances`;
  throw new CloudError('not-found', 'NotFound', message);
}

const pinned = (LaunchTemplateId: string): TemplateRef => ({ LaunchTemplateId, Version: '1' });
