import {
  DescribeTargetGroupAttributesCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createTargetGroup, eachLoadBalancingCloud, refusal } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

const modify = (TargetGroupArn: string, Key: string, Value: string): Promise<unknown> =>
  it.local.elbv2.send(
    new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes: [{ Key, Value }] }),
  );

test('a changed attribute is shown with the others', async () => {
  const arn = await createTargetGroup(it.local, 'r1');
  const describe = (): Promise<{ Attributes?: unknown[] | undefined }> =>
    it.local.elbv2.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }));
  expect((await describe()).Attributes).toContainEqual({
    Key: 'deregistration_delay.timeout_seconds',
    Value: '300',
  });
  await modify(arn, 'deregistration_delay.timeout_seconds', '10');
  const { Attributes } = await describe();
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '10' });
  expect(Attributes).toContainEqual({ Key: 'stickiness.enabled', Value: 'false' });
});

test('unknown keys, wrong values and what the local cloud cannot do are refused', async () => {
  const arn = await createTargetGroup(it.local, 'r1');
  await expect(modify(arn, 'colour', 'red')).rejects.toMatchObject(
    refusal('ValidationError', "'colour' is not"),
  );
  await expect(modify(arn, 'deregistration_delay.timeout_seconds', '3601')).rejects.toMatchObject(
    refusal('ValidationError', 'from 0 to 3600'),
  );
  await expect(modify(arn, 'stickiness.enabled', 'true')).rejects.toMatchObject(
    refusal('InvalidConfigurationRequestException', 'on the local cloud'),
  );
});
