import type { NetworkInterfaceRecord } from '../../store/records/ec2.ts';
import type { View } from '../../store/table.ts';

/** The addresses of a subnet that network interfaces hold. */
interface Taken {
  readonly used: ReadonlySet<string>;
  /** The address that was handed out last; it may be free again. */
  readonly newest: string | undefined;
}

/** Which addresses are taken, by subnet: a launch must not walk through all interfaces to find a free one. */
export interface TakenAddresses extends View<NetworkInterfaceRecord> {
  of(subnetId: string): Taken;
}

const NONE: Taken = { used: new Set(), newest: undefined };

/** Makes the view of the table of network interfaces. An address is free again when its interface is deleted. */
export function createTakenAddresses(): TakenAddresses {
  const bySubnet = new Map<string, { readonly used: Set<string>; newest: string }>();
  return {
    of: (subnetId) => bySubnet.get(subnetId) ?? NONE,
    change: (before, after) => {
      if (before) bySubnet.get(before.subnetId)?.used.delete(before.privateIp);
      if (!after) return;
      const { subnetId, privateIp } = after;
      let taken = bySubnet.get(subnetId);
      if (!taken) bySubnet.set(subnetId, (taken = { used: new Set(), newest: privateIp }));
      if (!before) taken.newest = privateIp;
      taken.used.add(privateIp);
    },
  };
}
