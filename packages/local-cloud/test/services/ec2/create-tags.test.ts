import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { awsError, describeOne, eachTestCloud, imageOf, run, runOne } from './ec2-cloud.ts';

const it = eachTestCloud();
const tag = (Resources: string[], ...Tags: Tag[]) =>
  it.local.ec2.send(new CreateTagsCommand({ Resources, Tags }));
const untag = (Resources: string[], ...Tags: Tag[]) =>
  it.local.ec2.send(new DeleteTagsCommand({ Resources, ...(Tags.length > 0 ? { Tags } : {}) }));
const tagsOf = async (id: string) =>
  Object.fromEntries(
    ((await describeOne(it.local, id)).Tags ?? []).map(({ Key = '', Value }) => [Key, Value]),
  );

test('resources of several kinds are tagged at once', async () => {
  const id = await runOne(it.local);
  const imageId = await imageOf(it.local, id);
  const { Snapshots = [] } = await it.local.ec2.send(new DescribeSnapshotsCommand({}));
  const { Subnets = [] } = await it.local.ec2.send(new DescribeSubnetsCommand({}));
  const ids = [id, imageId, Snapshots[0]?.SnapshotId ?? '', Subnets[0]?.SubnetId ?? ''];
  await tag(ids, { Key: 'release', Value: 'r1' });
  const { Tags = [] } = await it.local.ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'tag:release', Values: ['r1'] }] }),
  );
  expect(Tags.map(({ ResourceId, ResourceType }) => [ResourceId, ResourceType])).toEqual(
    expect.arrayContaining([
      [id, 'instance'],
      [imageId, 'image'],
      [ids[2], 'snapshot'],
      [ids[3], 'subnet'],
    ]),
  );
});

test('a tag is overwritten, and may be empty', async () => {
  const [id = ''] = await run(it.local);
  await tag([id], { Key: 'a', Value: '1' }, { Key: 'b', Value: '2' });
  await tag([id], { Key: 'a', Value: '' });
  expect(await tagsOf(id)).toEqual({ a: '', b: '2' });
});

test('tags are deleted by key, by key and value, or all', async () => {
  const [id = ''] = await run(it.local);
  await tag([id], ...['a', 'b', 'c', 'd'].map((Key) => ({ Key, Value: '1' })));
  await untag([id], { Key: 'a' }, { Key: 'b', Value: '1' }, { Key: 'c', Value: '2' });
  expect(await tagsOf(id)).toEqual({ c: '1', d: '1' });
  await untag([id]);
  expect(await tagsOf(id)).toEqual({});
});

test('refuses more than 50 tags, reserved keys, and ids of nothing, and then tags nothing', async () => {
  const [id = ''] = await run(it.local);
  const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
  await expect(tag([id], ...many)).rejects.toMatchObject(awsError('TagLimitExceeded'));
  await expect(tag([id], { Key: 'aws:mine', Value: '' })).rejects.toMatchObject(
    awsError('InvalidParameterValue'),
  );
  await expect(tag([id, 'i-00000000000000001'], { Key: 'a', Value: '' })).rejects.toMatchObject(
    awsError('InvalidInstanceID.NotFound'),
  );
  await expect(tag([id, 'thing-1'], { Key: 'a', Value: '' })).rejects.toMatchObject(awsError('InvalidID'));
  expect(await tagsOf(id)).toEqual({});
});
