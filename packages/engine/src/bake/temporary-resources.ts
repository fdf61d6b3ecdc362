import { CloudError } from '../errors/cloud-error.ts';
import type { Duration } from '../model/duration.ts';
import type { BakePorts } from './bake-request.ts';
import { bakeTagKeys } from './temporaries.ts';
import { waitUntil } from './wait-until.ts';

/** What a bake has made and has to take away again. */
export interface TemporaryResources {
  readonly bakeId: string;
  readonly recipe: string;
  keyName?: string;
  groupId?: string;
  instanceId?: string;
  /** Only while it is not finished: an image that is done stays. */
  unfinishedImageId?: string;
}

export interface RemovalLimits {
  readonly pollInterval: Duration;
  readonly timeout: Duration;
  /** Ends all of it; an interrupt of the bake does not. */
  readonly signal: AbortSignal;
}

/** Deletes temporaries, each step whatever becomes of the others; answers what could not be deleted and why. */
export async function removeTemporaries(
  { keyName, groupId, instanceId, unfinishedImageId, bakeId }: TemporaryResources,
  ports: BakePorts,
  limits: RemovalLimits,
): Promise<readonly { readonly resource: string; readonly message: string }[]> {
  const { cloud } = ports;
  const { signal } = limits;
  const failures: { readonly resource: string; readonly message: string }[] = [];
  const attempt = async (resource: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failures.push({ resource, message: error instanceof Error ? error.message : String(error) });
    }
  };
  const removeInstance = async (): Promise<void> => {
    if (instanceId !== undefined) {
      await attempt(`instance ${instanceId}`, () => cloud.terminateInstance(instanceId, signal));
    }
    if (groupId !== undefined) {
      await attempt(`security group ${groupId}`, () => deleteGroup(groupId, ports, limits));
    }
  };
  await Promise.all([
    removeInstance(),
    keyName === undefined
      ? undefined
      : attempt(`key pair ${keyName}`, () => cloud.deleteKeyPair(keyName, signal)),
    unfinishedImageId === undefined
      ? undefined
      : attempt(`image ${unfinishedImageId}`, () => deleteImage(unfinishedImageId, bakeId, ports, signal)),
  ]);
  return failures;
}

/** EC2 refuses while the instance is still there, for some seconds after it was told to end. */
async function deleteGroup(
  groupId: string,
  { cloud, clock }: BakePorts,
  limits: RemovalLimits,
): Promise<void> {
  let refusal: unknown;
  await waitUntil(
    async () => {
      try {
        await cloud.deleteSecurityGroup(groupId, limits.signal);
        return true;
      } catch (error) {
        if (!(error instanceof CloudError) || error.kind !== 'conflict') throw error;
        refusal = error;
        return undefined;
      }
    },
    {
      clock,
      interval: limits.pollInterval,
      timeout: limits.timeout,
      signal: limits.signal,
      onTimeout: () => (refusal instanceof Error ? refusal : new Error('still in use')),
    },
  );
}

/** Deregisters an image that nobody will use and deletes its snapshots, also those it does not show yet. */
async function deleteImage(
  imageId: string,
  bakeId: string,
  { cloud }: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  const [images, tagged] = await Promise.all([
    cloud.findImages({ ids: [imageId] }, signal),
    cloud.findTagged({ key: bakeTagKeys.bake, value: bakeId }, signal),
  ]);
  const snapshots = new Set(images.flatMap((image) => image.snapshotIds));
  for (const { kind, id } of tagged) if (kind === 'snapshot') snapshots.add(id);
  await cloud.deregisterImage(imageId, signal);
  await Promise.all([...snapshots].map((id) => cloud.deleteSnapshot(id, signal)));
}
