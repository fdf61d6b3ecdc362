import type { Volumes } from '../volumes.ts';

/** Simulated volumes, and what a test may do to them or look up. */
export interface OffVolumes extends Volumes {
  readonly volumes: ReadonlyMap<string, OffVolume>;
  readonly snapshots: ReadonlySet<string>;
  /** Volumes that their machine has mounted: they stay `busy`. */
  readonly mounted: Set<string>;
}

/** A volume that exists in memory only. */
export interface OffVolume {
  readonly sizeGiB: number;
  /** What it was made from. */
  readonly snapshot?: string;
  readonly machine?: string;
  readonly device?: string;
}

/** Volumes without data, for machines that are switched off. */
export function createOffVolumes(): OffVolumes {
  const volumes = new Map<string, OffVolume>();
  const snapshots = new Set<string>();
  const mounted = new Set<string>();

  function require(id: string): OffVolume {
    const volume = volumes.get(id);
    if (!volume) throw new Error(`there is no volume ${id}`);
    return volume;
  }

  return {
    volumes,
    snapshots,
    mounted,
    create: async ({ id, ...volume }) => {
      if (volume.snapshot !== undefined && !snapshots.has(volume.snapshot)) {
        throw new Error(`there are no data of snapshot ${volume.snapshot}`);
      }
      if (!volumes.has(id)) volumes.set(id, volume);
    },
    grow: async (id, sizeGiB) => void volumes.set(id, { ...require(id), sizeGiB }),
    delete: async (id) => void volumes.delete(id),
    attach: async ({ volume, machine, device }) => {
      const holder = require(volume).machine;
      if (holder !== undefined && holder !== machine) throw new Error(`${holder} has volume ${volume}`);
      volumes.set(volume, { ...require(volume), machine, device });
    },
    detach: async ({ volume, force }) => {
      if (mounted.has(volume) && !force) return 'busy';
      const { machine: _, device: __, ...free } = require(volume);
      volumes.set(volume, free);
      mounted.delete(volume);
      return 'detached';
    },
    snapshot: async (copies) => {
      for (const { volume, snapshot } of copies) if (require(volume)) snapshots.add(snapshot);
    },
    hasSnapshot: (name) => snapshots.has(name),
    deleteSnapshot: async (name) => void snapshots.delete(name),
  };
}
