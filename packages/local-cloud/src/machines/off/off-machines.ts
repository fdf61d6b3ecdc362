import type {
  BalancerSpec,
  FirewallRule,
  MachineExit,
  MachineNetwork,
  MachineSpec,
  Machines,
} from '../machines.ts';
import type { NameServerSpec } from '../name-servers.ts';
import { createOffVolumes, type OffVolumes } from './off-volumes.ts';

/** Simulated machines, and what a test may do to them or look up. */
export interface OffMachines extends Machines {
  /** Ends a running machine as if from inside it, and tells the listeners. */
  end(exit: MachineExit): void;
  readonly created: ReadonlyMap<string, MachineSpec>;
  readonly running: ReadonlySet<string>;
  readonly disks: ReadonlySet<string>;
  /** What `applyFirewall` was told last. */
  readonly rules: readonly FirewallRule[];
  readonly networks: readonly MachineNetwork[];
  readonly balancers: ReadonlyMap<string, BalancerSpec>;
  readonly volumes: OffVolumes;
  readonly names: ReadonlyMap<string, NameServerSpec>;
}

/**
 * Machines that exist in memory only: nothing is started and everything succeeds at once.
 * For tests of the services and for benchmarks of the control plane; no cloud that people use has them.
 */
export function createOffMachines(): OffMachines {
  const created = new Map<string, MachineSpec>();
  const running = new Set<string>();
  const disks = new Set<string>();
  const balancers = new Map<string, BalancerSpec>();
  const volumes = createOffVolumes();
  const names = new Map<string, NameServerSpec>();
  const listeners: ((exit: MachineExit) => void)[] = [];
  let rules: readonly FirewallRule[] = [];
  let networks: readonly MachineNetwork[] = [];

  return {
    created,
    running,
    disks,
    balancers,
    names,
    get rules() {
      return rules;
    },
    get networks() {
      return networks;
    },
    end(exit) {
      if (running.delete(exit.id)) for (const listener of listeners) listener(exit);
    },

    open: (known) => Promise.resolve(new Set([...running].filter((id) => known.has(id)))),
    close: () => done(running.clear()),
    prepareBase: (name) => done(disks.add(name)),
    hasDisk: (name) => disks.has(name),
    create: async (spec) => {
      if (!disks.has(spec.disk)) throw new Error(`there is no disk ${spec.disk}`);
      if (created.has(spec.id)) throw new Error(`machine ${spec.id} exists already`);
      created.set(spec.id, spec);
    },
    boot: async (id) => {
      if (!created.has(id)) throw new Error(`there is no machine ${id}`);
      running.add(id);
    },
    halt: async (id) => {
      for (const [volume, { machine }] of volumes.volumes) if (machine === id) volumes.mounted.delete(volume);
      running.delete(id);
    },
    reboot: async (id) => {
      if (!running.has(id)) throw new Error(`machine ${id} does not run`);
    },
    destroy: async (id) => {
      for (const [volume, { machine }] of volumes.volumes) {
        if (machine === id) await volumes.detach({ volume, machine, force: true });
      }
      running.delete(id);
      created.delete(id);
    },
    freeze: async (id, disk) => {
      if (!created.has(id)) throw new Error(`there is no machine ${id}`);
      disks.add(disk);
      return { bytes: 0 };
    },
    deleteDisk: (name) => done(disks.delete(name)),
    console: (id) => Promise.resolve(created.has(id) ? `${id}: machines are switched off\n` : ''),
    cpuSeconds: (id) => Promise.resolve(running.has(id) ? 0 : undefined),
    isRunning: (id) => Promise.resolve(running.has(id)),
    onExit: (listener) => {
      listeners.push(listener);
    },

    addAddress: () => Promise.resolve(),
    removeAddress: () => Promise.resolve(),
    applyFirewall: async (next, between = networks) => {
      rules = next;
      networks = between;
    },
    conflictOf: () => undefined,
    serveMetadata: () => Promise.resolve(),
    balancer: {
      apply: (spec) => done(balancers.set(spec.id, spec)),
      remove: (id) => done(balancers.delete(id)),
      sessions: () => Promise.resolve(new Map()),
      counters: () => Promise.resolve([]),
    },
    volumes,
    nameServers: {
      apply: (spec) => done(names.set(spec.id, spec)),
      keep: async (ids) => {
        for (const id of names.keys()) if (!ids.has(id)) names.delete(id);
      },
    },
  };
}

function done(_result: unknown): Promise<void> {
  return Promise.resolve();
}
