import { createLxcMachines } from '../../../src/machines/lxc/lxc-machines.ts';
import type { Balancer, MachineSpec, Machines } from '../../../src/machines/machines.ts';
import type { NameServers } from '../../../src/machines/name-servers.ts';

export const cacheDir = '/var/cache/imago';
const balancer: Balancer = {
  apply: () => Promise.reject(new Error('no balancer in this test')),
  remove: () => Promise.resolve(),
  sessions: () => Promise.resolve(new Map()),
  counters: () => Promise.resolve([]),
};

const nameServers: NameServers = {
  apply: () => Promise.reject(new Error('no name servers in this test')),
  keep: () => Promise.resolve(),
};

export function machinesFor(dataDir: string, network: string): Machines {
  return createLxcMachines({ dataDir, cacheDir, network, balancer, nameServers, log: () => undefined });
}

export function specFor(network: string, number: number, disk: string): MachineSpec {
  const address = network.replace('.0.0/16', `.7.${number}`);
  const hex = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
  const id = `i-${number.toString().padStart(17, '0')}`;
  return {
    id,
    disk,
    address,
    macAddress: `02:00:${hex.join(':')}`,
    hostname: `ip-${address.replaceAll('.', '-')}`,
    memoryMiB: 512,
  };
}
