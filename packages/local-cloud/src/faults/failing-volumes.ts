import type { LocalCloud } from '../cloud.ts';
import type { Volumes } from '../machines/volumes.ts';
import type { DetachFate } from './detach-fate.ts';

/** A volume that is being detached: when it goes, by `Date.now()`; never where it is stuck. */
interface Detach {
  readonly machine: string;
  readonly goesAt: number;
}

/**
 * Volumes of which some are slow to detach, and some stick until they are detached by force, as `nextFate` says of each
 * that is detached. Which is which is in memory only.
 */
export function createFailingVolumes(
  volumes: Volumes,
  nextFate: () => DetachFate,
  log: LocalCloud['log'],
): Volumes {
  const detaches = new Map<string, Detach>();

  function begin(volume: string, machine: string): Detach {
    const fate = nextFate();
    if (fate.kind !== 'goes') log('fault: a volume does not detach', { volume, machine, ...fate });
    const wait = { goes: 0, slow: fate.kind === 'slow' ? fate.afterMs : 0, stuck: Number.POSITIVE_INFINITY };
    const detach = { machine, goesAt: Date.now() + wait[fate.kind] };
    detaches.set(volume, detach);
    return detach;
  }

  return {
    ...volumes,
    async attach(place) {
      detaches.delete(place.volume);
      await volumes.attach(place);
    },
    async detach(place) {
      const { volume, machine, force } = place;
      const known = detaches.get(volume);
      const { goesAt } = known?.machine === machine ? known : begin(volume, machine);
      if (!force && Date.now() < goesAt) return 'detaching';
      const result = await volumes.detach(place);
      if (result === 'detached') detaches.delete(volume);
      return result;
    },
  };
}
