import { missingPackages } from '../machines/required-packages.ts';
import { cloudNames } from '../machines/lxc/cloud-names.ts';
import { findRouteConflict } from '../machines/lxc/network/route-conflict.ts';
import { StartError } from './start-error.ts';

/** Refuses a host that cannot run real machines, before anything on it is touched. */
export async function checkHost(network: string): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new StartError(
      `the local cloud needs root, and runs as uid ${process.getuid?.() ?? 'unknown'}: it makes namespaces, mounts and bridges`,
      'run `sudo imago local start`',
    );
  }
  const missing = await missingPackages();
  if (missing.length > 0) {
    throw new StartError(
      `this host lacks the Debian packages ${missing.join(', ')}`,
      'run `imago doctor --fix`, or: apt-get install --no-install-recommends ' + missing.join(' '),
    );
  }
  const conflict = findRouteConflict(network, bridgeOf(network));
  if (conflict) {
    throw new StartError(
      `the network ${network} is in use on this host: ${conflict.destination} is routed to ${conflict.device}`,
      'choose another with --network, such as 10.214.0.0/16',
    );
  }
}

function bridgeOf(network: string): string {
  try {
    return cloudNames(network).cloud;
  } catch (error) {
    throw new StartError(
      error instanceof Error ? error.message : String(error),
      'write --network 10.213.0.0/16 or another private /16',
    );
  }
}
