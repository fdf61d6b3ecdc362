import type { FirewallRule } from '../machines/machines.ts';
import type { PermissionRecord, SecurityGroupRecord } from '../store/records/ec2.ts';

/** Anything with an address that security groups protect: an instance or a load balancer. */
export interface Guarded {
  readonly address: string;
  readonly securityGroupIds: readonly string[];
}

/**
 * Turns security groups into packet filter rules: one for each guarded address and permission. A permission
 * that names a group admits the addresses of all that carry the group. Only inbound permissions count, and
 * only those for IPv4.
 */
export function firewallRules(
  guarded: readonly Guarded[],
  groups: ReadonlyMap<string, SecurityGroupRecord>,
): readonly FirewallRule[] {
  const members = membersByGroup(guarded);
  const openings = new Map<string, readonly Opening[]>();
  for (const group of groups.values()) openings.set(group.id, openingsOf(group, members));
  return guarded.flatMap(({ address, securityGroupIds }) =>
    securityGroupIds.flatMap((id) => (openings.get(id) ?? []).map((opening) => ({ address, ...opening }))),
  );
}

type Opening = Omit<FirewallRule, 'address'>;

/** Permissions for the same ports are joined; all addresses of a group share one list of sources. */
function openingsOf(
  group: SecurityGroupRecord,
  members: ReadonlyMap<string, readonly string[]>,
): readonly Opening[] {
  const joined = new Map<
    string,
    { readonly ports: Omit<Opening, 'sources'>; readonly sources: Set<string> }
  >();
  for (const permission of group.permissions) {
    const sources = permission.egress ? [] : sourcesOf(permission, members);
    if (sources.length === 0) continue;
    const ports = portsOf(permission);
    const key = `${ports.protocol} ${ports.fromPort} ${ports.toPort}`;
    const opening = joined.get(key) ?? { ports, sources: new Set() };
    for (const source of sources) opening.sources.add(source);
    joined.set(key, opening);
  }
  return [...joined.values()].map(({ ports, sources }) => ({ ...ports, sources: [...sources] }));
}

function portsOf({ protocol, fromPort, toPort }: PermissionRecord): Omit<Opening, 'sources'> {
  if (protocol === '-1') return { protocol: 'all' };
  // For ICMP the two numbers are type and code, which the packet filter does not tell apart.
  if (protocol === 'icmp' || fromPort === undefined || toPort === undefined) return { protocol };
  return { protocol, fromPort, toPort };
}

function sourcesOf(
  permission: PermissionRecord,
  members: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (permission.cidr !== undefined) return [permission.cidr];
  return (permission.groupId === undefined ? undefined : members.get(permission.groupId)) ?? [];
}

function membersByGroup(guarded: readonly Guarded[]): ReadonlyMap<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { address, securityGroupIds } of guarded) {
    for (const id of securityGroupIds) {
      const addresses = members.get(id);
      if (addresses) addresses.push(`${address}/32`);
      else members.set(id, [`${address}/32`]);
    }
  }
  return members;
}
