import type { FirewallRule, MachineNetwork } from '../../machines.ts';
import type { CloudNames } from '../cloud-names.ts';
import { mergeCidrs } from './merge-cidrs.ts';

/** What the cloud's nft table is rendered from. */
export interface FirewallFacts {
  readonly names: CloudNames;
  /** Where the metadata service listens on the bridge; undefined while it does not. */
  readonly metadataPort: number | undefined;
  readonly rules: readonly FirewallRule[];
  /** At least the cloud's own; machines of one reach no other, and the world only from its outbound blocks. */
  readonly networks: readonly MachineNetwork[];
}

/** A VPC has its resolver whether or not it has a way out; ours are the host's, to be asked wherever they are. */
const NAMES = 'meta l4proto { tcp, udp } th dport 53';

/**
 * Renders the cloud's whole nft table as one transaction (nft(8)): at no time is there none or half of it, and
 * connections that stand are not touched. Machines with the same rules share a chain, found through a map, so
 * that a packet's way does not grow with the number of machines.
 *
 * The host's first address on the bridge is open to machines of all networks: the API and the metadata service are
 * there. The gateways' addresses are reached over no other device of the host.
 */
export function renderFirewall({ names, metadataPort, rules, networks }: FirewallFacts): string {
  const { cloud, hostAddress } = names;
  const chains = groupByRules(rules);
  const verdicts = [...chains.values()].flatMap(({ name, addresses }) =>
    addresses.map((address) => `${address} : goto ${name}`),
  );
  const blocks = set(networks.map(({ cidr }) => cidr));
  const gateways = set(networks.map(({ gateway }) => gateway));
  const outbound = mergeCidrs(networks.flatMap((network) => network.outbound));
  return `table ip ${cloud}
delete table ip ${cloud}
table ip ${cloud} {
${[...chains].map(([body, { name }]) => `  chain ${name} {\n${body}    drop\n  }\n`).join('')}  chain to_machine {
    ct state established,related accept
${verdicts.length === 0 ? '' : `    ip daddr vmap { ${verdicts.join(', ')} }\n`}    drop
  }
  chain same_network {
${networks.map(({ cidr }) => `    ip saddr ${cidr} ip daddr ${cidr} return\n`).join('')}    drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != { "lo", "${cloud}" } ip daddr ${gateways} ct state new drop
    iifname "${cloud}" ip daddr ${hostAddress} accept
    iifname "${cloud}" ip daddr ${blocks} jump same_network
  }
  chain output {
    type filter hook output priority filter; policy accept;
    oifname "${cloud}" icmp type redirect drop
    oifname "${cloud}" ip daddr ${blocks} ip daddr != ${gateways} jump to_machine
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "${cloud}" oifname "${cloud}" jump same_network
    oifname "${cloud}" jump to_machine
    iifname "${cloud}" ct state established,related accept
${outbound.length === 0 ? '' : `    iifname "${cloud}" ip saddr ${set(outbound)} accept\n`}    iifname "${cloud}" ${NAMES} accept
    iifname "${cloud}" drop
  }
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
${metadataPort === undefined ? '' : `    iifname "${cloud}" ip daddr 169.254.169.254 tcp dport 80 dnat to ${hostAddress}:${metadataPort}\n`}  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
${outbound.length === 0 ? '' : `    ip saddr ${set(outbound)} oifname != "${cloud}" masquerade\n`}    ip saddr ${blocks} oifname != "${cloud}" ${NAMES} masquerade
  }
}
`;
}

function set(elements: readonly string[]): string {
  return `{ ${elements.join(', ')} }`;
}

interface RuleChain {
  readonly name: string;
  readonly addresses: string[];
}

/** Chains by the rules in them. */
function groupByRules(rules: readonly FirewallRule[]): ReadonlyMap<string, RuleChain> {
  const chains = new Map<string, RuleChain>();
  const byAddress = groupByAddress(rules);
  for (const [address, own] of byAddress) {
    const body = [...new Set(own.map(renderRule))].sort().join('');
    const chain = chains.get(body) ?? { name: `rules_${chains.size}`, addresses: [] };
    chain.addresses.push(address);
    chains.set(body, chain);
  }
  return chains;
}

function groupByAddress(rules: readonly FirewallRule[]): ReadonlyMap<string, readonly FirewallRule[]> {
  const groups = new Map<string, FirewallRule[]>();
  for (const rule of rules) {
    const group = groups.get(rule.address);
    if (group === undefined) groups.set(rule.address, [rule]);
    else group.push(rule);
  }
  return groups;
}

function renderRule(rule: FirewallRule): string {
  const sources = mergeCidrs(rule.sources);
  if (sources.length === 0) return '';
  return `    ip saddr { ${sources.join(', ')} } ${renderProtocol(rule)}accept\n`;
}

function renderProtocol({ protocol, fromPort, toPort = fromPort }: FirewallRule): string {
  switch (protocol) {
    case 'all':
    case '-1':
      return '';
    case 'tcp':
    case 'udp': {
      if (fromPort === undefined || toPort === undefined || fromPort < 0) return `ip protocol ${protocol} `;
      return `${protocol} dport ${fromPort === toPort ? fromPort : `${fromPort}-${toPort}`} `;
    }
    case 'icmp': {
      // AWS writes the type and the code into the ports, -1 for any.
      const type = fromPort === undefined || fromPort < 0 ? '' : `icmp type ${fromPort} `;
      return type === '' ? 'ip protocol icmp ' : type;
    }
    default:
      return `ip protocol ${protocol} `;
  }
}
