import { SetSubnetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createLoadBalancer, eachLoadBalancingCloud } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('the zones of a load balancer are replaced', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  const Subnets = it.local.subnetIds.slice(1);
  const answer = await it.local.elbv2.send(new SetSubnetsCommand({ LoadBalancerArn: arn, Subnets }));
  expect(answer.AvailabilityZones?.map(({ SubnetId }) => SubnetId)).toEqual(Subnets);
});
