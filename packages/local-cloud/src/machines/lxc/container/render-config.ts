import type { MachineSpec } from '../../machines.ts';
import { portName, type CloudNames } from '../cloud-names.ts';
import type { MachinePaths } from '../layout.ts';

/** What a machine's configuration is rendered from. */
export interface ConfigFacts {
  readonly spec: MachineSpec;
  readonly paths: MachinePaths;
  /** Roots of the layers below the machine's own, the top one first. */
  readonly layers: readonly string[];
  readonly names: CloudNames;
  readonly mtu: number;
  readonly plugScript: string;
  readonly volumeScript: string;
  /** Block devices that it may use from the start, as rules of cgroup v2; on v1 the script sees to it. */
  readonly deviceRules: readonly string[];
}

/** Renders the configuration of a machine for LXC (lxc.container.conf(5)). */
export function renderConfig(facts: ConfigFacts): string {
  const { spec, paths, layers, names, mtu, plugScript, volumeScript, deviceRules } = facts;
  const memory = `${spec.memoryMiB}M`;
  const entries: readonly (readonly [string, string])[] = [
    ['lxc.include', '/usr/share/lxc/config/common.conf'],
    ['lxc.uts.name', spec.hostname],
    ['lxc.rootfs.path', `overlay:${layers.join(':')}:${paths.upper}`],
    ['lxc.net.0.type', 'veth'],
    ['lxc.net.0.veth.pair', portName(names, spec.address)],
    ['lxc.net.0.link', names.cloud],
    ['lxc.net.0.flags', 'up'],
    ['lxc.net.0.mtu', String(mtu)],
    // A new address for the card at each start would leave neighbours talking to the old one for seconds.
    ['lxc.net.0.hwaddr', spec.macAddress],
    ['lxc.net.0.ipv4.address', `${spec.address}/${spec.network?.prefixLength ?? 16}`],
    ['lxc.net.0.ipv4.gateway', spec.network?.gateway ?? names.hostAddress],
    ['lxc.net.0.script.up', plugScript],
    ['lxc.hook.start-host', volumeScript],
    ...deviceRules.map((rule) => ['lxc.cgroup2.devices.allow', rule] as const),
    ['lxc.apparmor.profile', 'unconfined'],
    ['lxc.mount.auto', 'proc:mixed sys:mixed cgroup:mixed:force'],
    // Names of our own, so that a sweep can tell them from other people's containers.
    ['lxc.cgroup.dir.monitor', `${names.cgroupPrefix}${spec.id}.monitor`],
    ['lxc.cgroup.dir.container', `${names.cgroupPrefix}${spec.id}.machine`],
    // The one for cgroup v1, the other for v2: LXC takes what the host has.
    ['lxc.cgroup.memory.limit_in_bytes', memory],
    ['lxc.cgroup2.memory.max', memory],
    ['lxc.console.logfile', paths.console],
    ['lxc.console.size', '1MB'],
    ['lxc.console.rotate', '1'],
  ];
  return entries.map(([key, value]) => `${key} = ${value}\n`).join('');
}
