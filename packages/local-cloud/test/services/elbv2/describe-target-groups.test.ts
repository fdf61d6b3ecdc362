import {
  DescribeTargetGroupsCommand,
  type DescribeTargetGroupsCommandInput,
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

async function names(input: DescribeTargetGroupsCommandInput): Promise<readonly unknown[]> {
  const { TargetGroups = [] } = await it.local.elbv2.send(new DescribeTargetGroupsCommand(input));
  return TargetGroups.map(({ TargetGroupName }) => TargetGroupName);
}

test('target groups are found by ARN, by name and by load balancer', async () => {
  const arn = await createTargetGroup(it.local, 'r1');
  await createTargetGroup(it.local, 'r2');
  const LoadBalancerArn = await createLoadBalancer(it.local, 'web');
  await createListener(it.local, LoadBalancerArn, arn);
  expect(await names({})).toEqual(['r1', 'r2']);
  expect(await names({ TargetGroupArns: [arn] })).toEqual(['r1']);
  expect(await names({ Names: ['r2'] })).toEqual(['r2']);
  expect(await names({ LoadBalancerArn })).toEqual(['r1']);
  const { TargetGroups } = await it.local.elbv2.send(new DescribeTargetGroupsCommand({ Names: ['r1'] }));
  expect(TargetGroups?.[0]?.LoadBalancerArns).toEqual([LoadBalancerArn]);
});

test('pages hold all of them, each once', async () => {
  for (const name of ['r1', 'r2', 'r3']) await createTargetGroup(it.local, name);
  const { NextMarker: Marker } = await it.local.elbv2.send(new DescribeTargetGroupsCommand({ PageSize: 2 }));
  expect(await names({ PageSize: 2, Marker })).toEqual(['r3']);
});

test('a name that does not exist is not found', async () => {
  await expect(names({ Names: ['r1'] })).rejects.toMatchObject(
    refusal('TargetGroupNotFoundException', 'One or more target groups not found'),
  );
});
