import { mkdir } from 'node:fs/promises';
import type { CloudNames } from '../cloud-names.ts';
import type { Layout } from '../layout.ts';
import { openBridge, removeBridge, uplinkMtu } from '../network/bridge.ts';
import { foreignDrops } from '../network/foreign-drops.ts';
import type { Firewall } from '../network/firewall.ts';
import { removePorts, writePlugScript } from '../network/ports.ts';
import { cgroupNames, removeCgroups } from './cgroups.ts';
import { claimCloud, releaseCloud, tidyRunDirectory } from './claim.ts';
import { underHostLock } from './host-lock.ts';
import { raiseSysctls, restoreSysctls } from './sysctls.ts';

/** What of the host belongs to one cloud. */
export interface HostParts {
  readonly names: CloudNames;
  readonly layout: Layout;
  readonly firewall: Firewall;
  readonly log: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** The host's side of a cloud: bridge, packet filter, limits. */
export interface Host {
  open(): Promise<void>;
  /** Removes cgroups and cables that no machine at these addresses or of these ids has. */
  sweep(running: Running): Promise<void>;
  close(): Promise<void>;
  mtu(): number;
}

/** The machines that run, by id and by address. */
interface Running {
  readonly ids: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** Opens nothing yet: see `open`. */
export function createHost({ names, layout, firewall, log }: HostParts): Host {
  let mtu = 1500;

  async function sweep({ ids, addresses }: Running): Promise<void> {
    for (const name of await cgroupNames(names.cgroupPrefix)) {
      const id = name.slice(names.cgroupPrefix.length).replace(/\.[^.]*$/, '');
      if (ids.has(id)) continue;
      log('leftover removed', { cgroup: name });
      await removeCgroups(name);
    }
    await removePorts(names, addresses);
  }

  return {
    async open() {
      await mkdir(layout.dataDir, { recursive: true });
      mtu = await uplinkMtu();
      // A cloud counts by its claim and its bridge: until it has both, no other may close and lower the limits.
      await underHostLock(async () => {
        await claimCloud(names.cloud, layout.dataDir);
        await raiseSysctls();
        await openBridge(names, mtu);
      });
      await firewall.open();
      await writePlugScript(layout.plugScript);
      for (const chain of await foreignDrops(names.cloud)) {
        const fix = `let the chain accept iifname "${names.cloud}" and oifname "${names.cloud}"`;
        log('machines cannot reach the outside: the host drops what it should forward', { chain, fix });
      }
    },
    sweep,
    async close() {
      await sweep({ ids: new Set(), addresses: new Set() });
      await firewall.remove();
      await underHostLock(async () => {
        await removeBridge(names);
        // The claim goes last: as long as one can be seen, the limits may be raised.
        await restoreSysctls();
        await releaseCloud(names.cloud);
        await tidyRunDirectory();
      });
    },
    mtu: () => mtu,
  };
}
