import {
  AttachVolumeCommand,
  CreateSnapshotCommand,
  CreateVolumeCommand,
  type CreateVolumeCommandInput,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  type Snapshot,
  type Volume,
} from '@aws-sdk/client-ec2';
import type { TestCloud } from '../../harness.ts';

/** Makes a volume of 8 GiB beside the instances that tests launch, and answers its id; it is made at the next tick. */
export async function createVolume(
  local: TestCloud,
  options: Partial<CreateVolumeCommandInput> = {},
): Promise<string> {
  const { VolumeId = '' } = await local.ec2.send(
    new CreateVolumeCommand({ AvailabilityZone: 'us-east-1a', Size: 8, VolumeType: 'gp3', ...options }),
  );
  return VolumeId;
}

/** Makes a volume and attaches it to a running instance. */
export async function attachedVolume(
  local: TestCloud,
  instanceId: string,
  device = '/dev/xvdf',
): Promise<string> {
  const id = await createVolume(local);
  await local.tick();
  await local.ec2.send(new AttachVolumeCommand({ VolumeId: id, InstanceId: instanceId, Device: device }));
  await local.tick();
  return id;
}

/** A volume as DescribeVolumes shows it. */
export async function volume(local: TestCloud, id: string): Promise<Volume> {
  const { Volumes: [found = {}] = [] } = await local.ec2.send(
    new DescribeVolumesCommand({ VolumeIds: [id] }),
  );
  return found;
}

/** Takes a snapshot of a volume and answers its id; it is taken at the next tick. */
export async function snapshotOf(local: TestCloud, volumeId: string): Promise<string> {
  const { SnapshotId = '' } = await local.ec2.send(new CreateSnapshotCommand({ VolumeId: volumeId }));
  return SnapshotId;
}

/** A snapshot as DescribeSnapshots shows it. */
export async function snapshot(local: TestCloud, id: string): Promise<Snapshot> {
  const { Snapshots: [found = {}] = [] } = await local.ec2.send(
    new DescribeSnapshotsCommand({ SnapshotIds: [id] }),
  );
  return found;
}
