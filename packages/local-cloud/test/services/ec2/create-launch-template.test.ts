import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { resolveLaunchTemplate } from '../../../src/services/ec2/resolve-launch-template.ts';
import { awsError, DEBIAN_12, eachTestCloud } from './ec2-cloud.ts';

const it = eachTestCloud();
const create = async (LaunchTemplateName: string, LaunchTemplateData: RequestLaunchTemplateData) => {
  const { LaunchTemplate } = await it.local.ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }),
  );
  return LaunchTemplate?.LaunchTemplateId ?? '';
};
const addVersion = (
  LaunchTemplateId: string,
  LaunchTemplateData: RequestLaunchTemplateData,
  SourceVersion?: string,
) =>
  it.local.ec2.send(
    new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData, SourceVersion }),
  );
const versions = async (input: DescribeLaunchTemplateVersionsCommandInput) =>
  (await it.local.ec2.send(new DescribeLaunchTemplateVersionsCommand(input))).LaunchTemplateVersions ?? [];
const numbers = async (input: DescribeLaunchTemplateVersionsCommandInput) =>
  (await versions(input)).map(({ VersionNumber }) => VersionNumber);

test('a template begins with version 1, which is its default and latest', async () => {
  const id = await create('web', { ImageId: DEBIAN_12, InstanceType: 't3.micro', KeyName: 'deploy' });
  const { LaunchTemplates } = await it.local.ec2.send(
    new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['web'] }),
  );
  expect(LaunchTemplates).toMatchObject([
    { LaunchTemplateId: id, DefaultVersionNumber: 1, LatestVersionNumber: 1 },
  ]);
  expect(await versions({ LaunchTemplateId: id })).toMatchObject([
    {
      VersionNumber: 1,
      DefaultVersion: true,
      LaunchTemplateData: { ImageId: DEBIAN_12, InstanceType: 't3.micro', KeyName: 'deploy' },
    },
  ]);
});

test('a version takes from its source what it does not say itself', async () => {
  const id = await create('web', { ImageId: DEBIAN_12, InstanceType: 't3.micro' });
  await addVersion(id, { InstanceType: 't3.large' }, '1');
  await addVersion(id, { InstanceType: 't3.nano' });
  const shown = await versions({ LaunchTemplateId: id });
  expect(
    shown.map(({ LaunchTemplateData }) => [LaunchTemplateData?.InstanceType, LaunchTemplateData?.ImageId]),
  ).toEqual([
    ['t3.nano', undefined],
    ['t3.large', DEBIAN_12],
    ['t3.micro', DEBIAN_12],
  ]);
});

test('versions are found by number, as $Latest and $Default, and in pages', async () => {
  const id = await create('web', { ImageId: DEBIAN_12 });
  for (const InstanceType of ['t3.micro', 't3.small'] as const) await addVersion(id, { InstanceType });
  await it.local.ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: id, DefaultVersion: '2' }));
  expect(await numbers({ LaunchTemplateName: 'web', Versions: ['$Default'] })).toEqual([2]);
  expect(await numbers({ LaunchTemplateId: id, Versions: ['1', '$Latest'] })).toEqual([3, 1]);
  expect(await numbers({ Versions: ['$Latest'] })).toEqual([3]);
  expect(await numbers({ LaunchTemplateId: id, MinVersion: '2' })).toEqual([3, 2]);
  const first = await it.local.ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: id, MaxResults: 2 }),
  );
  expect(await numbers({ LaunchTemplateId: id, MaxResults: 2, NextToken: first.NextToken })).toEqual([1]);
});

test('versions are deleted one by one, the default one never', async () => {
  const id = await create('web', { ImageId: DEBIAN_12 });
  await addVersion(id, { InstanceType: 't3.micro' });
  const answer = await it.local.ec2.send(
    new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: id, Versions: ['1', '2', '9'] }),
  );
  expect(answer.SuccessfullyDeletedLaunchTemplateVersions).toMatchObject([{ VersionNumber: 2 }]);
  expect(answer.UnsuccessfullyDeletedLaunchTemplateVersions).toMatchObject([
    { VersionNumber: 1 },
    { VersionNumber: 9, ResponseError: { Code: 'launchTemplateVersionDoesNotExist' } },
  ]);
  expect(await numbers({ LaunchTemplateId: id })).toEqual([1]);
});

test('a deleted template is not found', async () => {
  const LaunchTemplateId = await create('web', { ImageId: DEBIAN_12 });
  await it.local.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }));
  await expect(versions({ LaunchTemplateId })).rejects.toMatchObject(
    awsError('InvalidLaunchTemplateId.NotFound'),
  );
  await expect(versions({ LaunchTemplateName: 'web' })).rejects.toMatchObject(
    awsError('InvalidLaunchTemplateName.NotFoundException'),
  );
});

test('refuses a name twice, malformed names, no data, and unknown versions', async () => {
  const id = await create('web', { ImageId: DEBIAN_12 });
  await expect(create('web', { ImageId: DEBIAN_12 })).rejects.toMatchObject(
    awsError('InvalidLaunchTemplateName.AlreadyExistsException'),
  );
  await expect(create('no spaces', { ImageId: DEBIAN_12 })).rejects.toMatchObject(
    awsError('InvalidLaunchTemplateName.MalformedException'),
  );
  await expect(create('empty', {})).rejects.toMatchObject(awsError('MissingParameter'));
  await expect(numbers({ LaunchTemplateId: id, Versions: ['7'] })).rejects.toMatchObject(
    awsError('InvalidLaunchTemplateId.VersionNotFound'),
  );
});

test('a template that groups launch from must name image and type', async () => {
  const id = await create('web', {
    ImageId: DEBIAN_12,
    InstanceType: 't3.micro',
    SecurityGroupIds: ['sg-1'],
  });
  expect(resolveLaunchTemplate(it.local.cloud, { id }).launch).toEqual({
    imageId: DEBIAN_12,
    instanceType: 't3.micro',
    securityGroupIds: ['sg-1'],
    tags: {},
    launchTemplate: { id, name: 'web', version: 1 },
  });
  await addVersion(id, { ImageId: DEBIAN_12 });
  expect(() => resolveLaunchTemplate(it.local.cloud, { id, version: '$Latest' })).toThrow(
    /does not specify an InstanceType/,
  );
});
