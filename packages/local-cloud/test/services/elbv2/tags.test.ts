import {
  AddTagsCommand,
  DescribeTagsCommand,
  RemoveTagsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createListener,
  createLoadBalancer,
  createTargetGroup,
  eachLoadBalancingCloud,
  refusal,
} from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('tags are added to, replaced on and removed from every kind of resource', async () => {
  const loadBalancer = await createLoadBalancer(it.local, 'web', { Tags: [{ Key: 'env', Value: 'old' }] });
  const group = await createTargetGroup(it.local, 'r1');
  const ResourceArns = [loadBalancer, group, await createListener(it.local, loadBalancer, group)];
  const Tags = ['env', 'owner'].map((Key) => ({ Key, Value: 'new' }));
  await it.local.elbv2.send(new AddTagsCommand({ ResourceArns, Tags }));
  await it.local.elbv2.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ['owner'] }));
  const { TagDescriptions } = await it.local.elbv2.send(new DescribeTagsCommand({ ResourceArns }));
  expect(TagDescriptions).toEqual(
    ResourceArns.map((ResourceArn) => ({ ResourceArn, Tags: [{ Key: 'env', Value: 'new' }] })),
  );
});

test('a key twice is refused, and so is a resource that does not exist', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  const Tags = ['1', '2'].map((Value) => ({ Key: 'env', Value }));
  await expect(it.local.elbv2.send(new AddTagsCommand({ ResourceArns: [arn], Tags }))).rejects.toMatchObject(
    refusal('DuplicateTagKeysException', "'env'"),
  );
  await expect(
    it.local.elbv2.send(new DescribeTagsCommand({ ResourceArns: [`${arn}0`] })),
  ).rejects.toMatchObject(refusal('LoadBalancerNotFoundException', 'not found'));
});
