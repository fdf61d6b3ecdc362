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
export function portName({ portPrefix }: Pick<CloudNames, 'portPrefix'>, address: string): string {
  const bytes = address.split('.').map(Number);
  const inside = `imago${bytes.map(hex).join('')}`;
  if (inside.startsWith(portPrefix)) return inside;
  // Of another network, whose name must begin like the cloud's and be no longer than 15 letters. The remainder is
  // the same for no two private addresses.
  const number = bytes.reduce((value, byte) => value * 256 + byte, 0);
  return `${portPrefix}${(number % 36 ** 6).toString(36).padStart(6, '0')}`;
}

/** Whether a network device is the host's end of a cable of a cloud's machine. */
export function isPortName({ portPrefix }: Pick<CloudNames, 'portPrefix'>, name: string): boolean {
  return name.startsWith(portPrefix) && /^([0-9a-f]{4}|[0-9a-z]{6})$/.test(name.slice(portPrefix.length));
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
