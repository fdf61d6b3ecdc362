import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, DescribeLaunchTemplatesCommand } from '@aws-sdk/client-ec2';
import type { _InstanceType, LaunchTemplate, RequestLaunchTemplateData, Tag } from '@aws-sdk/client-ec2';
import { CloudError, environmentPath } from '@imago/engine';
import type { EnvironmentRef, FleetSettings, ImageRef, ReleaseId, TemplateOrder } from '@imago/engine';
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

/** Launch template of a release's instances in a group. */
export async function ensureTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  { release, image, settings }: TemplateOrder,
): Promise<TemplateRef> {
  const { userData, tags } = settings;
  const Name = { Key: 'Name', Value: fleetNames(ref).side(release) };
  const Tags = [Name, ...tagsOf(ref, 'side', release, tags)];
  return createTemplate(aws, ref, release, {
    tags: tagsOf(ref, 'side', release, tags),
    data: {
      ...launchData(image, settings),
      SecurityGroupIds: [await instanceSecurityGroup(aws, ref)],
      TagSpecifications: [
        { ResourceType: 'instance', Tags },
        { ResourceType: 'volume', Tags },
      ],
      ...(userData === undefined ? {} : { UserData: Buffer.from(userData).toString('base64') }),
    },
  });
}

/** Makes a launch template; CreateLaunchTemplate refuses a second one of the name, and it is found instead. */
export async function createTemplate(
  aws: AwsClients,
  ref: EnvironmentRef,
  release: ReleaseId,
  { data, tags }: { readonly data: RequestLaunchTemplateData; readonly tags: Tag[] },
): Promise<TemplateRef> {
  const command = new CreateLaunchTemplateCommand({
    LaunchTemplateName: fleetNames(ref).side(release),
    TagSpecifications: [{ ResourceType: 'launch-template', Tags: tags }],
    LaunchTemplateData: data,
  });
  const made = await tolerate(['conflict'], aws.ec2.send(command));
  const id = made?.LaunchTemplate?.LaunchTemplateId;
  return id === undefined ? findTemplate(aws, ref, release) : pinned(id);
}

/** What every instance is launched with. */
export const launchData = (
  image: ImageRef,
  {
    instanceType,
    keyName,
    instanceProfile,
  }: Pick<FleetSettings, 'instanceType' | 'keyName' | 'instanceProfile'>,
): RequestLaunchTemplateData => ({
  ImageId: image.id,
  // EC2 knows more types than this SDK
  InstanceType: instanceType as _InstanceType,
  // IMDSv1 lends an instance's role to whoever finds a request forgery.
  MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
  ...(keyName === undefined ? {} : { KeyName: keyName }),
  ...(instanceProfile === undefined ? {} : { IamInstanceProfile: { Name: instanceProfile } }),
});

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
