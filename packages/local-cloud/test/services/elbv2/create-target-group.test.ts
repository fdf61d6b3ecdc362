import { CreateTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { createTargetGroup, eachLoadBalancingCloud, refusal } from './elbv2-cloud.ts';

const it = eachLoadBalancingCloud();

test('a target group has the defaults of AWS', async () => {
  const { TargetGroups } = await it.local.elbv2.send(
    new CreateTargetGroupCommand({ Name: 'r1', Protocol: 'HTTP', Port: 8080, VpcId: it.local.vpcId }),
  );
  expect(TargetGroups).toEqual([
    {
      TargetGroupArn: expect.stringMatching(
        /^arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup\/r1\/[0-9a-f]{16}$/,
      ),
      TargetGroupName: 'r1',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: it.local.vpcId,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: 'traffic-port',
      HealthCheckEnabled: true,
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: '/',
      Matcher: { HttpCode: '200' },
      LoadBalancerArns: [],
      TargetType: 'instance',
      ProtocolVersion: 'HTTP1',
      IpAddressType: 'ipv4',
    },
  ]);
});

test('creating the same again answers the one that exists; with other settings it is refused', async () => {
  const arn = await createTargetGroup(it.local, 'r1');
  expect(await createTargetGroup(it.local, 'r1')).toBe(arn);
  await expect(createTargetGroup(it.local, 'r1', { Port: 81 })).rejects.toMatchObject(
    refusal('DuplicateTargetGroupNameException', "'r1' exists, but with different settings"),
  );
});

test('intervals start at one second on the local cloud', async () => {
  const arn = await createTargetGroup(it.local, 'r1', { HealthCheckIntervalSeconds: 1 });
  expect(it.local.cloud.tables.targetGroups.get(arn)?.healthCheck).toMatchObject({
    intervalSeconds: 1,
    timeoutSeconds: 1,
  });
});

test.each([
  [{ HealthCheckIntervalSeconds: 0 }, "'healthCheckIntervalSeconds' failed to satisfy constraint"],
  [{ HealthCheckIntervalSeconds: 5 }, "timeout '5' must be smaller than the interval '5'"],
  [{ HealthyThresholdCount: 1 }, 'greater than or equal to 2'],
  [{ UnhealthyThresholdCount: 11 }, 'less than or equal to 10'],
  [{ HealthCheckPath: 'health' }, "must begin with '/'"],
  [{ HealthCheckPort: '0' }, "must be either 'traffic-port' or in the range 1-65535"],
  [{ HealthCheckProtocol: 'TCP' as const }, "protocol 'TCP' is not supported"],
  [{ Matcher: { HttpCode: '200-600' } }, "must be within '200-499'"],
  [{ VpcId: 'vpc-1' }, "'vpc-1' is not found"],
  [{ Port: 70_000 }, 'less than or equal to 65535'],
])('%o is refused', async (change, words) => {
  await expect(createTargetGroup(it.local, 'r1', change)).rejects.toMatchObject(
    refusal('ValidationError', words),
  );
});

test('what the local cloud cannot do is refused by name', async () => {
  for (const [change, words] of [
    [{ Protocol: 'HTTPS' }, "'HTTPS'"],
    [{ TargetType: 'lambda' }, "'lambda'"],
    [{ ProtocolVersion: 'GRPC' }, "'GRPC'"],
  ] as const) {
    await expect(createTargetGroup(it.local, 'r1', change)).rejects.toMatchObject(
      refusal('InvalidConfigurationRequestException', words),
    );
  }
});
