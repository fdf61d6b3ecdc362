import { isIPv4 } from 'node:net';
import type { NameRecord, NameServerSpec } from '../name-servers.ts';
import type { NameServerPaths } from './name-server-paths.ts';
import { recordData, typeNumber } from './record-data.ts';

/** Names that dnsmasq can serve: it knows no escapes. */
const PLAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*\.$/;

/** The configuration of a name server: a change of it needs a restart (dnsmasq(8)). */
export function renderNameServer(
  { address, zones, records }: NameServerSpec,
  paths: NameServerPaths,
): string {
  const lines = [
    // This address and no other, whatever else answers on port 53 of this host.
    `listen-address=${address}`,
    // It may be there later than the server.
    'bind-dynamic',
    // Its folder is closed to everyone else.
    'user=root',
    'group=root',
    `pid-file=${paths.pid}`,
    `log-facility=${paths.log}`,
    // Of the host only the servers that it asks, as they are at each moment.
    'resolv-file=/etc/resolv.conf',
    'no-hosts',
    `addn-hosts=${paths.hosts}`,
    'cache-size=1000',
    // Nobody has names there; the mark of the addresses is one (`hosts-mark.ts`).
    'local=/invalid/',
    ...zones.map((zone) => `local=/${zone}/`),
    ...records.flatMap(renderFixed),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The addresses of names, in the form of hosts(5): a change of them is taken up at once. */
export function renderHosts({ records }: NameServerSpec): string {
  return records
    .flatMap(({ name, type, value }) => {
      const isAddress = type === 'A' || type === 'AAAA' || isAddressAlias(type, value);
      return isAddress && PLAIN.test(name) ? [`${withoutDot(value)} ${withoutDot(name)}\n`] : [];
    })
    .join('');
}

function renderFixed({ name, type, value }: NameRecord): readonly string[] {
  const [, below] = /^\\052\.(.*)$/.exec(name) ?? [];
  if (below !== undefined && PLAIN.test(below)) {
    const isAddress = type === 'A' || type === 'AAAA' || isAddressAlias(type, value);
    return isAddress ? [`address=/*.${withoutDot(below)}/${withoutDot(value)}`] : [];
  }
  if (!PLAIN.test(name)) return [];
  if (type === 'CNAME') {
    return isAddressAlias(type, value) ? [] : [`cname=${withoutDot(name)},${withoutDot(value)}`];
  }
  const number = typeNumber(type);
  return number === undefined
    ? []
    : [`dns-rr=${withoutDot(name)},${number},${recordData(type, value).toString('hex')}`];
}

/** Load balancers are named by their addresses here: a CNAME to one is an address. */
function isAddressAlias(type: string, value: string): boolean {
  return type === 'CNAME' && isIPv4(withoutDot(value));
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
