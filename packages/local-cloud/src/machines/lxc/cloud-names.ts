/** What one cloud is called on its host; the names are all that sweeping up after a crash has to go by. */
export interface CloudNames {
  /** As given, `10.213.0.0/16`. */
  readonly network: string;
  /** Of the bridge itself: `10.213.0.1`. */
  readonly hostAddress: string;
  /** Of the bridge, the nft table and the claim: `imago213`. */
  readonly cloud: string;
  /** Start of the names of machines' cgroups. */
  readonly cgroupPrefix: string;
  /** Start of the names of the host's ends of machines' network cables. */
  readonly portPrefix: string;
}

/** Derives the names from the cloud's network; two clouds on one host differ in their networks. */
export function cloudNames(network: string): CloudNames {
  const match = /^(\d{1,3})\.(\d{1,3})\.0\.0\/16$/.exec(network);
  const [first = -1, second = -1] = (match ?? []).slice(1).map(Number);
  if (match === null || first > 255 || second > 255) {
    throw new Error(`network "${network}": use a private /16 such as 10.213.0.0/16`);
  }
  const cloud = first === 10 ? `imago${second}` : `imago${first}-${second}`;
  return {
    network,
    hostAddress: `${first}.${second}.0.1`,
    cloud,
    cgroupPrefix: `${cloud}.`,
    portPrefix: `imago${hex(first)}${hex(second)}`,
  };
}

/** The name of the host's end of a machine's cable: from its address, so that it is known after a crash. */
export function portName(address: string): string {
  return `imago${address.split('.').map(Number).map(hex).join('')}`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
