import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, DEBIAN_12, eachTestCloud, imageOf, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const names = async (input: DescribeImagesCommandInput) =>
  (await it.local.ec2.send(new DescribeImagesCommand(input))).Images?.map(({ Name }) => Name) ?? [];

test("the base image is found by Debian's name and owner, as on AWS", async () => {
  const { Images } = await it.local.ec2.send(
    new DescribeImagesCommand({
      Owners: ['136693071363'],
      Filters: [
        { Name: 'name', Values: ['debian-12-amd64-*'] },
        { Name: 'architecture', Values: ['x86_64'] },
        { Name: 'root-device-type', Values: ['ebs'] },
        { Name: 'virtualization-type', Values: ['hvm'] },
        { Name: 'state', Values: ['available'] },
      ],
    }),
  );
  expect(Images).toMatchObject([
    { ImageId: DEBIAN_12, OwnerId: '136693071363', Public: true, RootDeviceName: '/dev/xvda' },
  ]);
});

test('own images are those of owner self', async () => {
  const id = await runOne(it.local);
  await imageOf(it.local, id, 'web 1');
  await imageOf(it.local, id, 'web 2');
  expect(await names({ Owners: ['self'] })).toEqual(['web 1', 'web 2']);
  expect(await names({ Owners: ['amazon'] })).toEqual([]);
  expect(await names({ Filters: [{ Name: 'name', Values: ['web ?'] }], MaxResults: 1 })).toEqual(['web 1']);
  expect(await names({ ExecutableUsers: ['all'] })).toHaveLength(3);
});

test('description and launch permissions of own images can be changed', async () => {
  const ImageId = await imageOf(it.local, await runOne(it.local));
  await it.local.ec2.send(
    new ModifyImageAttributeCommand({
      ImageId,
      Description: { Value: 'newer' },
      LaunchPermission: { Add: [{ UserId: '111122223333' }, { Group: 'all' }] },
    }),
  );
  expect(
    (await it.local.ec2.send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' })))
      .LaunchPermissions,
  ).toEqual([{ Group: 'all' }, { UserId: '111122223333' }]);
  await it.local.ec2.send(
    new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Remove: [{ Group: 'all' }] } }),
  );
  const { Images } = await it.local.ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
  expect(Images).toMatchObject([{ Description: 'newer', Public: false }]);
});

test('refuses unknown ids and filters', async () => {
  await expect(names({ ImageIds: ['ami-0123456789abcdef0'] })).rejects.toMatchObject(
    awsError('InvalidAMIID.NotFound', /The image id '\[ami-0123456789abcdef0\]' does not exist/),
  );
  await expect(names({ Filters: [{ Name: 'colour', Values: ['blue'] }] })).rejects.toMatchObject(
    awsError('InvalidParameterValue'),
  );
});
