import { join } from 'node:path';
import type { LocalCloud } from '../cloud.ts';
import { createHaproxyBalancer } from '../machines/balancer/haproxy-balancer.ts';
import { createDnsmasqServers } from '../machines/names/dnsmasq-servers.ts';
import { NetworkInUse } from '../machines/lxc/host/claim.ts';
import { createLxcMachines } from '../machines/lxc/lxc-machines.ts';
import type { Machines } from '../machines/machines.ts';
import { createOffMachines } from '../machines/off/off-machines.ts';
import type { Settings } from './settings.ts';
import { StartError } from './start-error.ts';

/** The machines of a cloud, with the load balancers in front of them. */
export interface HostedMachines {
  readonly machines: Machines;
  /** Takes over what runs of these instances and load balancers, sweeps the rest; answers the machines that run. */
  open(instances: ReadonlySet<string>, balancers: ReadonlySet<string>): Promise<ReadonlySet<string>>;
  /** Stops everything and leaves the host as it was. */
  close(): Promise<void>;
}

/** Makes the machines that the settings ask for; nothing is opened yet. */
export function createMachines(
  dataDir: string,
  { machines: kind, cacheDir, network }: Settings,
  log: LocalCloud['log'],
): HostedMachines {
  if (kind === 'off') {
    const machines = createOffMachines();
    return { machines, open: (instances) => machines.open(instances), close: () => machines.close() };
  }
  const balancer = createHaproxyBalancer({ dir: join(dataDir, 'lb'), log });
  const nameServers = createDnsmasqServers({ dir: join(dataDir, 'ns'), log });
  const machines = createLxcMachines({ dataDir, cacheDir, network, balancer, nameServers, log });
  return {
    machines,
    open: async (instances, balancers) => {
      const running = await machines.open(instances).catch((error: unknown) => refuseNetwork(error, network));
      await balancer.open(balancers);
      return running;
    },
    close: async () => {
      await balancer.close();
      await machines.close();
      // Last: machines look names up until they are down.
      await nameServers.close();
    },
  };
}

function refuseNetwork(error: unknown, network: string): never {
  if (!(error instanceof NetworkInUse)) throw error;
  throw new StartError(
    `cannot use ${network}: ${error.message}`,
    'stop that one, or choose another with --network',
  );
}
