import type { LocalCloud } from '../cloud.ts';
import { firewallRules, type Guarded } from './firewall-rules.ts';

/** Keeps the host's packet filter as the security groups say. */
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
      const facts = [
        ...guarded.flatMap(({ address, securityGroupIds }) => [address, securityGroupIds]),
        ...[...groups.values()].map(({ permissions }) => permissions),
      ];
      if (applied?.length === facts.length && applied.every((fact, index) => fact === facts[index])) return;
      await cloud.machines.applyFirewall(firewallRules(guarded, groups));
      applied = facts;
    },
  };
}

function guardedAddresses(cloud: LocalCloud): readonly Guarded[] {
  const guarded: Guarded[] = [];
  for (const { state, privateIp, securityGroupIds } of cloud.tables.instances.values()) {
    if (state !== 'terminated') guarded.push({ address: privateIp, securityGroupIds });
  }
  for (const { address, securityGroupIds } of cloud.tables.loadBalancers.values()) {
    guarded.push({ address, securityGroupIds });
  }
  return guarded;
}
