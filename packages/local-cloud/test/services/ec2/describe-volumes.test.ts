import {
  CreateTagsCommand,
  DescribeVolumeAttributeCommand,
  DescribeVolumesCommand,
  DescribeVolumeStatusCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, eachTestCloud, runOne } from './ec2-cloud.ts';
import { attachedVolume, createVolume } from './volume-cloud.ts';

const it = eachTestCloud();

test('volumes are found by the filters of the tools that use them', async () => {
  const instanceId = await runOne(it.local);
  const attached = await attachedVolume(it.local, instanceId);
  const free = await createVolume(it.local, { AvailabilityZone: 'us-east-1b', Size: 9 });
  await it.local.tick();
  await it.local.ec2.send(
    new CreateTagsCommand({ Resources: [free], Tags: [{ Key: 'imago:member', Value: 'etcd-1' }] }),
  );
  const find = async (filters: Readonly<Record<string, string>>) => {
    const Filters = Object.entries(filters).map(([Name, value]): Filter => ({ Name, Values: [value] }));
    const { Volumes = [] } = await it.local.ec2.send(new DescribeVolumesCommand({ Filters }));
    return Volumes.map(({ VolumeId }) => VolumeId);
  };
  expect(await find({ 'attachment.instance-id': instanceId, 'attachment.device': '/dev/xvdf' })).toEqual([
    attached,
  ]);
  expect(
    await find({ 'attachment.status': 'attached', 'attachment.delete-on-termination': 'false' }),
  ).toEqual([attached]);
  expect(await find({ status: 'available' })).toEqual([free]);
  expect(await find({ 'availability-zone': 'us-east-1b' })).toEqual([free]);
  expect(await find({ 'tag:imago:member': 'etcd-1', size: '9', 'volume-type': 'gp3' })).toEqual([free]);
  expect(await find({ 'volume-id': attached, encrypted: 'false' })).toEqual([attached]);
});

test('the status of a volume that is there is ok', async () => {
  const id = await createVolume(it.local);
  const status = async () =>
    (await it.local.ec2.send(new DescribeVolumeStatusCommand({ VolumeIds: [id] }))).VolumeStatuses;
  expect(await status()).toMatchObject([{ VolumeStatus: { Status: 'insufficient-data' } }]);
  await it.local.tick();
  expect(await status()).toMatchObject([
    {
      VolumeId: id,
      AvailabilityZone: 'us-east-1a',
      VolumeStatus: { Status: 'ok', Details: [{ Name: 'io-enabled', Status: 'passed' }] },
    },
  ]);
});

test('the attributes of a volume are shown one at a time', async () => {
  const VolumeId = await createVolume(it.local);
  const attribute = (Attribute: 'autoEnableIO' | 'productCodes') =>
    it.local.ec2.send(new DescribeVolumeAttributeCommand({ VolumeId, Attribute }));
  expect(await attribute('autoEnableIO')).toMatchObject({ VolumeId, AutoEnableIO: { Value: false } });
  expect(await attribute('productCodes')).toMatchObject({ VolumeId });
  await expect(attribute('colour' as 'productCodes')).rejects.toMatchObject(
    awsError('InvalidParameterValue'),
  );
});
