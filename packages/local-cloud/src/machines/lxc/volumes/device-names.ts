/** What a machine calls a volume. */
export interface DeviceNames {
  /** The device's name under `/dev`. */
  readonly node: string;
  /** A second name that points to it, where the volume was asked for under that one. */
  readonly link?: string;
}

/**
 * The names under which a machine sees the volume that was attached as `device`. Linux calls the disks that EC2 names
 * `sdf` by `xvdf`, whatever the instance type here; both names work.
 */
export function deviceNames(device: string): DeviceNames {
  const name = device.replace(/^\/dev\//, '');
  if (!/^(sd|xvd)[a-z0-9]+$/.test(name)) throw new Error(`device "${device}": use a name such as /dev/xvdf`);
  return name.startsWith('sd') ? { node: `xvd${name.slice(2)}`, link: name } : { node: name };
}
