import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { run } from '../../run.ts';
import { type CloudNames, isPortName, portName } from '../cloud-names.ts';

type PortNames = Pick<CloudNames, 'portPrefix'>;

/** Unplugs a machine's cable that a killed monitor left on the host. */
export async function removePort(names: PortNames, address: string): Promise<void> {
  const name = portName(names, address);
  if (existsSync(`/sys/class/net/${name}`)) await removeLink(name);
}

/** Unplugs all cables of a cloud, except those of the addresses to keep. */
export async function removePorts(names: PortNames, keep: ReadonlySet<string>): Promise<void> {
  const kept = new Set([...keep].map((address) => portName(names, address)));
  // The bridge's name is shorter: only names as long as a port's are ports.
  const ports = (await readdir('/sys/class/net')).filter((name) => isPortName(names, name));
  for (const name of ports) if (!kept.has(name)) await removeLink(name);
}

/**
 * Writes the script that LXC runs with the port's name as `$6`. An isolated port can talk to the bridge alone, not
 * to other ports: what machines send each other goes through the host's IP layer, where the packet filter sees it
 * with connection tracking, on every kernel.
 */
export async function writePlugScript(file: string): Promise<void> {
  const script = '#!/bin/sh\necho 1 >"/sys/class/net/$6/brport/isolated"\n';
  await writeFile(file, script, { mode: 0o755 });
}

async function removeLink(name: string): Promise<void> {
  // 1: the kernel was faster.
  await run('ip', ['link', 'delete', name], { accept: [1] });
}
