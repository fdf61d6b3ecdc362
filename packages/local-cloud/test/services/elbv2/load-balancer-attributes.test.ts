import {
  DescribeLoadBalancerAttributesCommand,
  ModifyLoadBalancerAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createLoadBalancer, eachLoadBalancingCloud, refusal } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

const modify = (LoadBalancerArn: string, Key: string, Value: string): Promise<unknown> =>
  it.local.elbv2.send(
    new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes: [{ Key, Value }] }),
  );

test('a changed attribute is shown with the others, and the idle timeout reaches the machine', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  await modify(arn, 'idle_timeout.timeout_seconds', '120');
  const { Attributes } = await it.local.elbv2.send(
    new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }),
  );
  expect(Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '120' });
  expect(Attributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'false' });
  await it.local.tick();
  expect([...it.local.machines.balancers.values()]).toMatchObject([{ idleTimeoutSeconds: 120 }]);
});

test('unknown keys, wrong values and what the local cloud cannot do are refused', async () => {
  const arn = await createLoadBalancer(it.local, 'web');
  await expect(modify(arn, 'colour', 'red')).rejects.toMatchObject(
    refusal('ValidationError', "'colour' is not"),
  );
  await expect(modify(arn, 'idle_timeout.timeout_seconds', '0')).rejects.toMatchObject(
    refusal('ValidationError', 'from 1 to 4000'),
  );
  await expect(modify(arn, 'access_logs.s3.enabled', 'true')).rejects.toMatchObject(
    refusal('InvalidConfigurationRequestException', 'on the local cloud'),
  );
});
