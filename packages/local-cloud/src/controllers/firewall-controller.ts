import type { LocalCloud } from '../cloud.ts';
import type { MachineNetwork } from '../machines/machines.ts';
import { gatewayOf, parseBlock } from '../services/ec2/addresses.ts';
import { leadsOutside } from '../services/ec2/route-tables.ts';
import { firewallRules, type Guarded } from './firewall-rules.ts';

/** Keeps the host's packet filter as the security groups, VPCs and routes say. */
export interface FirewallController {
  tick(): Promise<void>;
}

/** Makes the controller of the packet filter. It compares what rules are made of, and acts only on a change. */
export function createFirewallController(cloud: LocalCloud): FirewallController {
  let applied: readonly unknown[] | undefined;
  return {
    async tick() {
      const guarded = guardedAddresses(cloud);
      const groups = new Map([...cloud.tables.securityGroups.values()].map((group) => [group.id, group]));
      const networks = machineNetworks(cloud);
      const facts = [
        JSON.stringify(networks),
        ...guarded.flatMap(({ address, securityGroupIds }) => [address, securityGroupIds]),
        ...[...groups.values()].map(({ permissions }) => permissions),
      ];
      if (applied?.length === facts.length && applied.every((fact, index) => fact === facts[index])) return;
      await cloud.machines.applyFirewall(firewallRules(guarded, groups), networks);
      applied = facts;
    },
  };
}

/** The networks that machines are in: one for each VPC. */
function machineNetworks(cloud: Pick<LocalCloud, 'tables'>): readonly MachineNetwork[] {
  const subnets = [...cloud.tables.subnets.values()];
  return [...cloud.tables.vpcs.values()].flatMap(({ id, cidr }) => {
    const block = parseBlock(cidr);
    const outbound = subnets.filter((subnet) => subnet.vpcId === id && leadsOutside(cloud, subnet));
    return block
      ? [{ cidr, gateway: gatewayOf(block), outbound: outbound.map((subnet) => subnet.cidr) }]
      : [];
  });
}

function guardedAddresses(cloud: LocalCloud): readonly Guarded[] {
  const guarded: Guarded[] = [];
  for (const { privateIp, securityGroupIds, loadBalancerArn } of cloud.tables.networkInterfaces.values()) {
    if (loadBalancerArn === undefined) guarded.push({ address: privateIp, securityGroupIds });
  }
  for (const { address, securityGroupIds } of cloud.tables.loadBalancers.values()) {
    guarded.push({ address, securityGroupIds });
  }
  return guarded;
}
