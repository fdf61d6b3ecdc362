import { readJson, writeJson } from '../host/json-file.ts';
import { run } from '../../run.ts';
import type { FirewallRule, MachineNetwork } from '../../machines.ts';
import type { CloudNames } from '../cloud-names.ts';
import { renderFirewall } from './render-firewall.ts';

/** The cloud's nft table: packet filter, way out and way to the metadata service. */
export interface Firewall {
  /** Puts the table up with the rules that held when the cloud was last open. */
  open(): Promise<void>;
  /** Networks that are not told stay as they are. */
  setRules(rules: readonly FirewallRule[], networks?: readonly MachineNetwork[]): Promise<void>;
  setMetadataPort(port: number | undefined): Promise<void>;
  /** Takes the table down. */
  remove(): Promise<void>;
}

/** Keeps the table of one cloud, with the last rules in `file`: a daemon that crashed must not lose them. */
export function createFirewall(names: CloudNames, file: string): Firewall {
  const own: MachineNetwork = {
    cidr: names.network,
    gateway: names.hostAddress,
    outbound: [names.network],
  };
  let rules: readonly FirewallRule[] = [];
  let networks: readonly MachineNetwork[] = [own];
  let metadataPort: number | undefined;
  let loaded: string | undefined;
  let up = false;
  let turn: Promise<void> = Promise.resolve();

  /** Loads what holds when its turn comes; changes that came in between are loaded with it. */
  function load(): Promise<void> {
    const next = turn.then(async () => {
      const table = renderFirewall({ names, metadataPort, rules, networks });
      if (!up || table === loaded) return;
      await run('nft', ['-f', '-'], { input: table });
      loaded = table;
    });
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    open() {
      up = true;
      ({ rules = [], networks = [own] } = readKept(file));
      loaded = undefined;
      return load();
    },
    async setRules(wanted, between = networks) {
      rules = wanted;
      networks = between;
      await load();
      await writeJson(file, { rules: wanted, networks: between } satisfies Kept);
    },
    setMetadataPort(port) {
      metadataPort = port;
      return load();
    },
    async remove() {
      // What is still on its way from a controller must not bring the table back.
      up = false;
      await turn;
      loaded = undefined;
      const { stdout } = await run('nft', ['list', 'tables', 'ip']);
      if (stdout.split('\n').includes(`table ip ${names.cloud}`)) {
        await run('nft', ['delete', 'table', 'ip', names.cloud]);
      }
    },
  };
}

/** What the file holds. */
interface Kept {
  readonly rules?: readonly FirewallRule[];
  readonly networks?: readonly MachineNetwork[];
}

/** Older clouds kept the rules alone. */
function readKept(file: string): Kept {
  const kept = readJson<Kept | readonly FirewallRule[]>(file) ?? {};
  return 'map' in kept ? { rules: kept } : kept;
}
