import { CreateVolumeCommand, DescribeSnapshotsCommand, type Snapshot } from '@aws-sdk/client-ec2';
import {
  CreateLifecyclePolicyCommand,
  type CreateLifecyclePolicyCommandInput,
  type Schedule,
} from '@aws-sdk/client-dlm';
import { afterEach, beforeEach } from 'vitest';
import { createLifecycleController } from '../../../src/controllers/lifecycle-controller.ts';
import { seedSnapshotRole } from '../../../src/services/dlm/default-role.ts';
import { type TestCloud, startTestCloud } from '../../harness.ts';

export const ROLE = 'arn:aws:iam::000000000000:role/AWSDataLifecycleManagerDefaultRole';

/** Gives every test of a file a cloud of its own, at 10:00, that makes snapshots on schedules. */
export function eachDlmCloud(): { readonly local: TestCloud } {
  let local: TestCloud | undefined;
  beforeEach(async () => {
    local = await startTestCloud({
      services: ['dlm', 'ec2', 'iam'],
      controllers: [createLifecycleController],
    });
    seedSnapshotRole(local.cloud);
  });
  afterEach(() => local?.close());
  return {
    get local() {
      if (!local) throw new Error('there is a cloud only while a test runs');
      return local;
    },
  };
}

/** A schedule every six hours from midnight that keeps two. */
export const schedule = (more: Schedule = {}): Schedule => ({
  Name: 'six-hourly',
  CopyTags: true,
  CreateRule: { Interval: 6, IntervalUnit: 'HOURS', Times: ['00:00'] },
  RetainRule: { Count: 2 },
  ...more,
});

/** A policy for volumes with `backup=yes`, on that schedule unless told otherwise. */
export const policyInput = (
  schedules: readonly Schedule[] = [schedule()],
  more: Partial<CreateLifecyclePolicyCommandInput> = {},
): CreateLifecyclePolicyCommandInput => ({
  ExecutionRoleArn: ROLE,
  Description: 'data',
  State: 'ENABLED',
  PolicyDetails: {
    PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
    ResourceTypes: ['VOLUME'],
    TargetTags: [{ Key: 'backup', Value: 'yes' }],
    Schedules: [...schedules],
  },
  ...more,
});

/** Makes such a policy; gives its id. */
export async function createPolicy(
  local: TestCloud,
  ...input: Parameters<typeof policyInput>
): Promise<string> {
  const { PolicyId = '' } = await local.dlm.send(new CreateLifecyclePolicyCommand(policyInput(...input)));
  return PolicyId;
}

/** Makes a volume with tags that has settled; gives its id. */
export async function createVolume(
  local: TestCloud,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { VolumeId = '' } = await local.ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: 'us-east-1a',
      Size: 1,
      TagSpecifications: [{ ResourceType: 'volume', Tags }],
    }),
  );
  await local.tick();
  return VolumeId;
}

/** Snapshots there are, the oldest first. */
export async function snapshots(local: TestCloud): Promise<readonly Snapshot[]> {
  const { Snapshots = [] } = await local.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
  return Snapshots.sort((a, b) => (a.StartTime?.getTime() ?? 0) - (b.StartTime?.getTime() ?? 0));
}

/** Lets hours pass. */
export async function pass(local: TestCloud, hours: number): Promise<void> {
  local.advance(hours * 3600);
  await local.tick();
}
