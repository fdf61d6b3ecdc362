import { createHash } from 'node:crypto';
import { cp, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MachineSpec } from '../../machines.ts';
import { AWS_DATA_PATH, awsDataFiles } from './aws-data.ts';
import {
  ENVIRONMENT,
  GUEST_ENVIRONMENT_PATHS,
  stripGuestEnvironment,
  writeGuestEnvironment,
} from './guest-environment.ts';
import { machineResolver } from '../host/resolver.ts';

/**
 * Gives a new root what belongs to one machine alone. The machine id is set from outside because systemd takes a
 * missing one for the first boot of an installation and would reset which services are enabled. `lower` are the
 * roots below, the top one first; `nameServer` is the host's address in the machine's network.
 */
export async function writeIdentity(
  upper: string,
  { id, hostname, environment = {} }: MachineSpec,
  nameServer: string,
  lower: readonly string[] = [],
): Promise<void> {
  const machineId = createHash('sha256').update(id).digest('hex').slice(0, 32);
  await mkdir(join(upper, 'etc'), { recursive: true });
  await writeFile(join(upper, 'etc/machine-id'), `${machineId}\n`);
  await writeFile(join(upper, 'etc/hostname'), `${hostname}\n`);
  // As a DHCP client would: from where the machine is, whatever its image was told elsewhere.
  await writeFile(join(upper, 'etc/resolv.conf'), await machineResolver(nameServer));
  const { AWS_ENDPOINT_URL: endpoint } = environment;
  if (endpoint === undefined) await writeGuestEnvironment(upper, lower, environment);
  else await writeGuestEnvironment(upper, lower, { ...environment, AWS_DATA_PATH }, awsDataFiles(endpoint));
}

/** Copies the identity out of a machine's upper layer, to give it back after the layer has become a disk. */
export async function saveIdentity(upper: string, target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
  for (const path of await identityPaths(upper)) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await cp(join(upper, path), join(target, path), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
  }
}

/**
 * Takes the identity out of a root that becomes a disk: machine id, host name, host keys, and what cloud-init knows
 * of the instance, so that it runs user data again. What cloud-init ran "once" stays run, as on EC2.
 */
export async function stripIdentity(root: string): Promise<void> {
  await stripGuestEnvironment(root);
  for (const path of await identityPaths(root)) {
    if (path !== ENVIRONMENT) await rm(join(root, path), { recursive: true, force: true });
  }
}

async function identityPaths(root: string): Promise<readonly string[]> {
  const ssh = await readdir(join(root, 'etc/ssh')).catch(() => []);
  const candidates = [
    'etc/machine-id',
    'etc/hostname',
    'etc/resolv.conf',
    ENVIRONMENT,
    ...GUEST_ENVIRONMENT_PATHS,
    ...ssh.filter((name) => name.startsWith('ssh_host_')).map((name) => join('etc/ssh', name)),
    'var/lib/cloud/data',
    'var/lib/cloud/instance',
    'var/lib/cloud/instances',
  ];
  const there = await Promise.all(candidates.map((path) => lstat(join(root, path)).catch(() => undefined)));
  return candidates.filter((_, index) => there[index] !== undefined);
}
