import type { LocalCloud } from '../cloud.ts';
import type { ImageRecord, InstanceRecord, StateReason } from '../store/records/ec2.ts';
import { failBoot } from './instances-boot.ts';

const GRACE_SECONDS = 60;

/**
 * Takes a `pending` image to `available` or `failed`. A running instance is shut down, frozen and booted again,
 * unless the image is to be made without a reboot; a stopped one is frozen as it is. A disk that is there
 * already was frozen before the daemon was cut off.
 */
export async function makeImage(cloud: LocalCloud, id: string): Promise<void> {
  const image = cloud.tables.images.get(id);
  if (image?.state !== 'pending') return;
  const data = dataSnapshots(cloud, image);
  if (cloud.machines.hasDisk(image.disk) && data.every(({ snapshot }) => hasData(cloud, snapshot))) {
    finishImage(cloud, image);
    return;
  }
  const source = cloud.tables.instances.get(image.sourceInstanceId ?? '');
  if (!source || !hasMachine(source)) {
    failImage(cloud, image, `instance ${image.sourceInstanceId} is ${source?.state ?? 'gone'}`);
    return;
  }
  const restart = source.state === 'running' && !image.noReboot;
  try {
    if (restart) await cloud.machines.halt(source.id, GRACE_SECONDS);
    await cloud.machines.freeze(source.id, image.disk);
    await cloud.machines.volumes.snapshot(data);
    finishImage(cloud, image);
    await dropUnwanted(cloud, image);
  } catch (error) {
    failImage(cloud, image, error instanceof Error ? error.message : String(error));
  }
  if (restart && cloud.tables.instances.get(source.id)?.state === 'running') {
    await cloud.machines.boot(source.id).catch((error: unknown) => failBoot(cloud, source.id, error));
  }
}

/** The volumes beside the root that the image is to have, with their snapshots. */
function dataSnapshots(
  cloud: LocalCloud,
  { id }: ImageRecord,
): readonly { readonly volume: string; readonly snapshot: string }[] {
  return [...cloud.tables.snapshots.values()].flatMap(({ imageId, volumeId, blocks }) =>
    imageId === id && volumeId !== undefined && blocks !== undefined
      ? { volume: volumeId, snapshot: blocks }
      : [],
  );
}

function hasData(cloud: LocalCloud, snapshot: string): boolean {
  return cloud.machines.volumes.hasSnapshot(snapshot);
}

/** Whether an image's instance is in a state to be frozen in; else the image waits. */
export function isReadyForImage(cloud: LocalCloud, image: ImageRecord): boolean {
  const state = cloud.tables.instances.get(image.sourceInstanceId ?? '')?.state;
  return state !== 'pending' && state !== 'stopping';
}

function hasMachine(instance: InstanceRecord): boolean {
  return instance.state === 'running' || instance.state === 'stopped';
}

function finishImage(cloud: LocalCloud, image: ImageRecord): void {
  moveSnapshots(cloud, image, 'completed');
  const current = cloud.tables.images.get(image.id);
  if (!current) return;
  const { noReboot: _, ...rest } = current;
  cloud.tables.images.put({ ...rest, state: 'available' });
}

/** Image and snapshot may have been deleted while the disk was being frozen; then nothing else would delete it. */
async function dropUnwanted(cloud: LocalCloud, { id, disk, blockDevices }: ImageRecord): Promise<void> {
  const { images, snapshots } = cloud.tables;
  const isWanted =
    images.get(id) !== undefined ||
    blockDevices.some(
      ({ snapshotId }) => snapshotId !== undefined && snapshots.get(snapshotId) !== undefined,
    );
  if (!isWanted) await cloud.machines.deleteDisk(disk);
}

function failImage(cloud: LocalCloud, image: ImageRecord, cause: string): void {
  cloud.log('image failed', { id: image.id, cause });
  moveSnapshots(cloud, image, 'error');
  const stateReason: StateReason = {
    code: 'Server.InternalError',
    message: `Server.InternalError: the image could not be made: ${cause}`,
  };
  cloud.tables.images.update(image.id, { state: 'failed', stateReason });
}

function moveSnapshots(cloud: LocalCloud, image: ImageRecord, state: 'completed' | 'error'): void {
  for (const { snapshotId } of image.blockDevices) {
    if (snapshotId === undefined || cloud.tables.snapshots.get(snapshotId)?.state !== 'pending') continue;
    const completedAt = state === 'completed' ? { completedAt: cloud.now() } : {};
    cloud.tables.snapshots.update(snapshotId, { state, ...completedAt });
  }
}
