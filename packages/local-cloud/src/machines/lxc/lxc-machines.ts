import type { Balancer, Machines } from '../machines.ts';
import type { NameServers } from '../name-servers.ts';
import { createBaseDisks } from './base-disk/base-disks.ts';
import { cloudNames } from './cloud-names.ts';
import { readConsole } from './container/console.ts';
import { createExits } from './container/exits.ts';
import { createFleet } from './container/fleet.ts';
import { createDiskStore } from './disks/disk-store.ts';
import { cgroupCpuSeconds } from './host/cgroup-cpu.ts';
import { createHost } from './host/open-host.ts';
import { createLayout } from './layout.ts';
import { monitorPid } from './container/monitor.ts';
import { addBridgeAddress, removeBridgeAddress, setBridgeNetworks } from './network/bridge.ts';
import { hostConflict } from './network/host-conflict.ts';
import { createFirewall } from './network/firewall.ts';
import { createMetadataServer } from './metadata-server.ts';
import { createLxcVolumes } from './volumes/lxc-volumes.ts';

/** What real machines need to know of their cloud. */
export interface LxcOptions {
  /** Roots of machines and frozen disks. */
  readonly dataDir: string;
  /** Base disks, shared by all clouds of a host. */
  readonly cacheDir: string;
  /** `a.b.0.0/16`; the bridge gets `a.b.0.1`. */
  readonly network: string;
  readonly balancer: Balancer;
  readonly nameServers: NameServers;
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Real machines: LXC system containers with systemd, on overlay roots, behind a bridge of their own. */
export function createLxcMachines(options: LxcOptions): Machines {
  const names = cloudNames(options.network);
  const layout = createLayout(options.dataDir, options.cacheDir);
  const bases = createBaseDisks(layout, options.log);
  const disks = createDiskStore(layout);
  const exits = createExits(layout);
  const firewall = createFirewall(names, layout.firewall);
  const metadata = createMetadataServer();
  const host = createHost({ names, layout, firewall, log: options.log });
  const volumes = createLxcVolumes({ names, layout, log: options.log });
  const fleet = createFleet({
    names,
    layout,
    bases,
    disks,
    exits,
    mtu: () => host.mtu(),
    plugVolumes: (id) => volumes.plug(id),
    unplugVolumes: (id) => volumes.unplug(id),
  });

  return {
    async open(known) {
      await host.open();
      await bases.open();
      await volumes.open();
      const running = await fleet.open(known);
      await volumes.sweep(running);
      await host.sweep({ ids: running, addresses: fleet.addresses(running) });
      exits.start();
      return running;
    },
    async close() {
      exits.stop();
      await Promise.all([bases.close(), metadata.close()]);
      await fleet.haltAll();
      await volumes.sweep(new Set());
      await host.close();
    },
    prepareBase: (name) => bases.prepare(name),
    hasDisk: (name) => fleet.findDisk(name) !== undefined,
    create: (spec) => fleet.create(spec),
    boot: (id) => fleet.boot(id),
    halt: (id, graceSeconds) => fleet.halt(id, graceSeconds),
    reboot: (id) => fleet.reboot(id),
    destroy: (id) => fleet.destroy(id),
    freeze: (id, disk) => fleet.freeze(id, disk),
    deleteDisk: (name) => fleet.deleteDisk(name),
    console: (id) => readConsole(layout.machine(id).console),
    cpuSeconds: (id) => cgroupCpuSeconds(`${names.cgroupPrefix}${id}.machine`),
    isRunning: (id) => Promise.resolve(monitorPid(layout, id) !== undefined),
    onExit: (listener) => exits.onExit(listener),
    addAddress: (address) => addBridgeAddress(names.cloud, address),
    removeAddress: (address) => removeBridgeAddress(names.cloud, address),
    async applyFirewall(rules, networks) {
      // The filter first: a network must not be open before there are rules for it.
      await firewall.setRules(rules, networks);
      if (networks) await setBridgeNetworks(names, networks);
    },
    conflictOf: (cidr) => hostConflict(cidr, names.cloud),
    async serveMetadata(handler) {
      await firewall.setMetadataPort(await metadata.listen(names.hostAddress, handler));
    },
    balancer: options.balancer,
    nameServers: options.nameServers,
    volumes,
  };
}
