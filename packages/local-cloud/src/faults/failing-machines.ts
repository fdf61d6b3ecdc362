import type { LocalCloud } from '../cloud.ts';
import type { MachineExit, Machines } from '../machines/machines.ts';
import type { LaunchFate } from './launch-fate.ts';

/**
 * Machines of which some never come up, and some die by themselves after a while, as `nextFate` says of each that is
 * made. A machine that never comes up counts as booted: it is there, and answers nobody. Which is which is in memory
 * only: machines that a new daemon takes over live on.
 */
export function createFailingMachines(
  machines: Machines,
  nextFate: () => LaunchFate,
  log: LocalCloud['log'],
): Machines {
  const fates = new Map<string, LaunchFate>();
  const deaths = new Map<string, NodeJS.Timeout>();
  const listeners: ((exit: MachineExit) => void)[] = [];
  const isDead = (id: string): boolean => fates.get(id)?.kind === 'never-boots';

  function spare(id: string): void {
    clearTimeout(deaths.get(id));
    deaths.delete(id);
  }

  async function die(id: string): Promise<void> {
    deaths.delete(id);
    log('fault: a machine dies', { id });
    await machines.halt(id, 0);
    for (const listener of listeners) listener({ id, kind: 'crash' });
  }

  return {
    ...machines,
    async create(spec) {
      await machines.create(spec);
      const fate = nextFate();
      if (fate.kind !== 'lives') fates.set(spec.id, fate);
    },
    async boot(id) {
      const fate = fates.get(id);
      if (fate?.kind === 'never-boots') {
        log('fault: a machine does not come up', { id });
        return;
      }
      await machines.boot(id);
      if (fate?.kind !== 'dies') return;
      // It dies once: started again, it lives.
      fates.delete(id);
      const death = setTimeout(() => {
        die(id).catch((error: unknown) => log('fault: a machine could not be ended', { id, error }));
      }, fate.afterMs);
      deaths.set(id, death.unref());
    },
    async halt(id, graceSeconds) {
      spare(id);
      if (!isDead(id)) await machines.halt(id, graceSeconds);
    },
    async reboot(id) {
      if (!isDead(id)) await machines.reboot(id);
    },
    async destroy(id) {
      spare(id);
      await machines.destroy(id);
      fates.delete(id);
    },
    async close() {
      for (const id of deaths.keys()) spare(id);
      await machines.close();
    },
    onExit(listener) {
      listeners.push(listener);
      machines.onExit(listener);
    },
  };
}
