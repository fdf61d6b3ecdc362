import { availableParallelism } from 'node:os';
import type { LocalCloud } from '../cloud.ts';
import type { MachineExit } from '../machines/machines.ts';
import { reconcileInterfaces } from '../services/ec2/interfaces.ts';
import { releaseVolume } from '../services/ec2/volumes.ts';
import type { InstanceRecord } from '../store/records/ec2.ts';
import { deleteUnusedDisks, hasDeletedSnapshots } from './images-disks.ts';
import { isReadyForImage, makeImage } from './images-make.ts';
import { freezeRoot, isReadyForSnapshot } from './images-roots.ts';
import { bootAgain, bootInstance, diskOf, failBoot, markRunning } from './instances-boot.ts';
import { endInstance, rebootInstance, recordExit, stopInstance } from './instances-end.ts';
import { createInstancesWork } from './instances-work.ts';

/** Terminated instances stay visible for an hour, as on EC2. */
const VISIBLE_MILLISECONDS = 3_600_000;

/** Rest before work that failed is tried again. */
const RETRY_MILLISECONDS = 1_000;

/** The key under which unused disks are deleted in the background. */
const DISKS = 'disks';

/** Moves instances and images from state to state as their machines do. */
export interface InstancesController {
  /** Starts what is to be done now, in the background. */
  tick(): Promise<void>;
  /** Resolves when nothing that a tick started is still going on. */
  idle(): Promise<void>;
}

/** Ids of all instances that may have a machine, for `Machines.open`. */
export function machineIds(cloud: Pick<LocalCloud, 'tables'>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id, state } of cloud.tables.instances.values()) if (state !== 'terminated') ids.add(id);
  return ids;
}

/**
 * Makes the controller of instances and images. `running` are the machines that `Machines.open` found running:
 * instances that should run and do not are booted again, half-made ones are made anew.
 */
export function createInstancesController(
  cloud: LocalCloud,
  running: ReadonlySet<string> = new Set(),
): InstancesController {
  const work = createInstancesWork(2 * availableParallelism(), cloud.poke);
  const exits = new Map<string, MachineExit>();
  const powerless = new Set<string>();
  const leftover = new Set<string>();
  const bases = new Map<string, Promise<void>>();
  const retryAt = new Map<string, number>();

  for (const { id, state } of cloud.tables.instances.values()) {
    if (state === 'pending' && running.has(id)) markRunning(cloud, id);
    else if (state === 'pending') leftover.add(id);
    else if (state === 'running' && !running.has(id)) powerless.add(id);
  }
  releaseOrphanVolumes(cloud);
  reconcileInterfaces(cloud);
  cloud.machines.onExit((exit) => {
    exits.set(exit.id, exit);
    cloud.poke();
  });

  /** The base disk's making must not hold up other launches, so it is outside the bounded work. */
  function hasDisk(instance: InstanceRecord): boolean {
    const disk = diskOf(cloud, instance);
    if (instance.runningSince !== undefined || cloud.machines.hasDisk(disk)) return true;
    if (!bases.has(disk)) {
      const base = cloud.machines.prepareBase(disk).catch((error: unknown) => {
        for (const waiting of cloud.tables.instances.values()) {
          if (waiting.state === 'pending' && diskOf(cloud, waiting) === disk)
            failBoot(cloud, waiting.id, error);
        }
      });
      bases.set(
        disk,
        base.finally(() => {
          bases.delete(disk);
          cloud.poke();
        }),
      );
    }
    return false;
  }

  function jobFor(instance: InstanceRecord): (() => Promise<void>) | undefined {
    const { id } = instance;
    switch (instance.state) {
      case 'pending':
        return hasDisk(instance) ? () => bootInstance(cloud, id, leftover.delete(id)) : undefined;
      case 'running':
        if (powerless.delete(id)) return () => bootAgain(cloud, id);
        return instance.rebootRequested ? () => rebootInstance(cloud, id) : undefined;
      case 'stopping':
        return () => stopInstance(cloud, id);
      case 'shutting-down':
        return () => endInstance(cloud, id);
      case 'stopped':
      case 'terminated':
        return undefined;
      default:
        return instance.state satisfies never;
    }
  }

  function start(id: string, job: () => Promise<void>): void {
    work.start(id, async () => {
      try {
        await job();
        retryAt.delete(id);
      } catch (error) {
        // The state stays as it is, so a later tick tries again.
        retryAt.set(id, cloud.now().getTime() + RETRY_MILLISECONDS);
        cloud.log('work on a machine failed', { id, error: String(error) });
      }
    });
  }

  function isFree(id: string): boolean {
    if (work.isBusy(id)) return false;
    const retry = retryAt.get(id);
    return retry === undefined || retry <= cloud.now().getTime();
  }

  return {
    async tick() {
      for (const exit of exits.values()) {
        if (work.isBusy(exit.id)) continue;
        exits.delete(exit.id);
        recordExit(cloud, exit);
      }
      const forgotten = cloud.now().getTime() - VISIBLE_MILLISECONDS;
      for (const instance of cloud.tables.instances.values()) {
        if (!isFree(instance.id)) continue;
        const job = jobFor(instance);
        if (job) start(instance.id, job);
        else if (instance.terminatedAt && instance.terminatedAt.getTime() <= forgotten) {
          cloud.tables.instances.delete(instance.id);
        }
      }
      for (const image of cloud.tables.images.values()) {
        const instanceId = image.sourceInstanceId ?? image.id;
        if (image.state !== 'pending' || !isFree(instanceId) || !isReadyForImage(cloud, image)) continue;
        start(instanceId, () => makeImage(cloud, image.id));
      }
      for (const snapshot of cloud.tables.snapshots.values()) {
        const { instanceId } = snapshot;
        if (instanceId === undefined || snapshot.state !== 'pending' || !isFree(instanceId)) continue;
        if (isReadyForSnapshot(cloud, snapshot)) start(instanceId, () => freezeRoot(cloud, snapshot.id));
      }
      if (isFree(DISKS) && hasDeletedSnapshots(cloud)) start(DISKS, () => deleteUnusedDisks(cloud));
    },
    async idle() {
      await Promise.all(bases.values());
      await work.idle();
    },
  };
}

/** A launch that was cut off between its records leaves volumes without an instance. */
function releaseOrphanVolumes(cloud: LocalCloud): void {
  for (const volume of cloud.tables.volumes.values()) {
    const { attachment } = volume;
    if (attachment && !cloud.tables.instances.get(attachment.instanceId)) releaseVolume(cloud, volume);
  }
}
