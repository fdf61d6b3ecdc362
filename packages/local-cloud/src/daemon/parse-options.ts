import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultCacheDir, defaultDataDir, defaultNetwork, defaultPort, defaultRegion } from '../defaults.ts';
import { readSettings } from './settings.ts';
import { StartError } from './start-error.ts';

/** What a daemon is started with. */
export interface DaemonOptions {
  readonly dataDir: string;
  readonly cacheDir: string;
  /** On 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
  readonly region: string;
  /** A private /16. */
  readonly network: string;
  readonly machines: 'lxc' | 'off';
}

/** What the daemon's process is to do. */
export type DaemonCommand =
  | { readonly kind: 'serve'; readonly options: DaemonOptions }
  /** Take off the host what a dead daemon left on it. */
  | { readonly kind: 'clean-host'; readonly dataDir: string };

/** Reads the daemon's arguments. */
export function parseOptions(args: readonly string[]): DaemonCommand {
  const values = readArgs(args);
  const dataDir = resolve(values['data-dir'] ?? defaultDataDir());
  if (values['clean-host']) return { kind: 'clean-host', dataDir };
  const port = values.port === undefined ? defaultPort : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError(`the port is ${values.port}`, 'write --port with a number from 0 to 65535');
  }
  const machines = values.machines ?? 'lxc';
  if (machines !== 'lxc' && machines !== 'off') {
    throw new StartError(`--machines is ${machines}`, 'write --machines lxc or --machines off');
  }
  // a cloud cannot change these two: without a word it keeps what it was made with
  const kept = readSettings(dataDir);
  const region = values.region ?? kept?.region ?? defaultRegion;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new StartError(`the region is ${region}`, 'write --region with a name such as us-east-1');
  }
  const cacheDir = resolve(values['cache-dir'] ?? defaultCacheDir());
  const network = values.network ?? kept?.network ?? defaultNetwork;
  return { kind: 'serve', options: { dataDir, cacheDir, port, region, network, machines } };
}

function readArgs(args: readonly string[]): ReturnType<typeof parse>['values'] {
  try {
    return parse(args).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new StartError(message, 'start the daemon with `imago local start`');
  }
}

// Its type is what parseArgs makes of the options
function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      'data-dir': { type: 'string' },
      'cache-dir': { type: 'string' },
      port: { type: 'string' },
      region: { type: 'string' },
      network: { type: 'string' },
      machines: { type: 'string' },
      'clean-host': { type: 'boolean', default: false },
    },
  });
}
