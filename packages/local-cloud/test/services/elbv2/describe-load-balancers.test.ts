import {
  DescribeLoadBalancersCommand,
  type DescribeLoadBalancersCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createLoadBalancer, eachLoadBalancingCloud, refusal } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

async function names(input: DescribeLoadBalancersCommandInput): Promise<readonly unknown[]> {
  const { LoadBalancers = [] } = await it.local.elbv2.send(new DescribeLoadBalancersCommand(input));
  return LoadBalancers.map(({ LoadBalancerName }) => LoadBalancerName);
}

test('load balancers are found by ARN and by name', async () => {
  const arn = await createLoadBalancer(it.local, 'a');
  await createLoadBalancer(it.local, 'b');
  expect(await names({ LoadBalancerArns: [arn] })).toEqual(['a']);
  expect(await names({ Names: ['b'] })).toEqual(['b']);
  expect(await names({})).toEqual(['a', 'b']);
});

test('pages hold all of them, each once', async () => {
  for (const name of ['a', 'b', 'c']) await createLoadBalancer(it.local, name);
  const first = await it.local.elbv2.send(new DescribeLoadBalancersCommand({ PageSize: 2 }));
  expect(first.LoadBalancers).toHaveLength(2);
  expect(await names({ PageSize: 2, Marker: first.NextMarker })).toEqual(['c']);
});

test('what does not exist is not found', async () => {
  await expect(names({ Names: ['a'] })).rejects.toMatchObject(
    refusal('LoadBalancerNotFoundException', "Load balancers '[a]' not found"),
  );
  await expect(names({ LoadBalancerArns: ['arn:a'] })).rejects.toMatchObject(
    refusal('LoadBalancerNotFoundException', "'arn:a' not found"),
  );
});
