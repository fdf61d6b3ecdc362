import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '../../harness.ts';

let local: TestCloud;
let imageId: string;

beforeEach(async () => {
  local = await startTestCloud({ services: ['ec2'] });
  imageId = [...local.cloud.tables.images.values()][0]?.id ?? '';
});
afterEach(() => local.close());

test('an instance is pending until its machine has booted, then running', async () => {
  const launched = await local.ec2.send(
    new RunInstancesCommand({ ImageId: imageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  );
  const [instance] = launched.Instances ?? [];
  expect(instance?.State?.Name).toBe('pending');
  await local.tick();
  const { Reservations } = await local.ec2.send(
    new DescribeInstancesCommand({ InstanceIds: [instance?.InstanceId ?? ''] }),
  );
  expect(Reservations?.[0]?.Instances?.[0]?.State).toEqual({ Code: 16, Name: 'running' });
});
