import { ModifyTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createTargetGroup, eachLoadBalancingCloud } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('only what is given changes', async () => {
  const arn = await createTargetGroup(it.local, 'r1', { HealthCheckPath: '/up' });
  const { TargetGroups } = await it.local.elbv2.send(
    new ModifyTargetGroupCommand({
      TargetGroupArn: arn,
      HealthCheckIntervalSeconds: 10,
      Matcher: { HttpCode: '200-204,301' },
    }),
  );
  expect(TargetGroups?.[0]).toMatchObject({
    HealthCheckPath: '/up',
    HealthCheckIntervalSeconds: 10,
    HealthCheckTimeoutSeconds: 5,
    Matcher: { HttpCode: '200-204,301' },
  });
});
