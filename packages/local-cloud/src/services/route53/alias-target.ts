import type { LocalCloud } from '../../cloud.ts';
import type { HostedZoneRecord, RecordSet } from '../../store/records/route53.ts';
import { LOAD_BALANCER_ZONE } from '../elbv2/render-load-balancer.ts';
import { bareId } from './dns-ids.ts';

/** The values that a record set stands for: its own, or those of its alias's target; none where that is gone. */
export function valuesOf(
  cloud: LocalCloud,
  zone: HostedZoneRecord,
  set: RecordSet,
  passed: readonly RecordSet[] = [set],
): readonly string[] {
  if (!set.alias) return set.values;
  const { zoneId, dnsName } = set.alias;
  if (zoneId === LOAD_BALANCER_ZONE) {
    const address = loadBalancerAddress(cloud, dnsName);
    return set.type === 'A' && address !== undefined ? [address] : [];
  }
  const isTarget = ({ name, type }: RecordSet): boolean => name === dnsName && type === set.type;
  const target = zone.recordSets.find(isTarget);
  return target === undefined || passed.includes(target)
    ? []
    : valuesOf(cloud, zone, target, [...passed, target]);
}

/** What is wrong with an alias, in Route 53's words; `sets` are those of the zone after the batch. */
export function aliasProblem(
  cloud: LocalCloud,
  zone: HostedZoneRecord,
  set: RecordSet,
  sets: readonly RecordSet[],
): string | undefined {
  if (!set.alias) return undefined;
  const { zoneId, dnsName } = set.alias;
  const attempt = `Tried to create an alias that targets ${dnsName}, type ${set.type} in zone ${bareId(zoneId)}`;
  if (zoneId === LOAD_BALANCER_ZONE) {
    return loadBalancerAddress(cloud, dnsName) === undefined
      ? `${attempt}, but the alias target name does not lie within the target zone`
      : undefined;
  }
  if (bareId(zoneId) !== zone.id) {
    return `${attempt}, but the local cloud has aliases of load balancers and of records in the same zone only`;
  }
  if (dnsName === set.name) return `${attempt}, but that is the record itself`;
  const isThere = sets.some(({ name, type }) => name === dnsName && type === set.type);
  return isThere ? undefined : `${attempt}, but that target was not found`;
}

/** Load balancers are named by their addresses; consoles and Terraform put `dualstack.` before a name. */
function loadBalancerAddress(cloud: LocalCloud, dnsName: string): string | undefined {
  const name = dnsName.replace(/^dualstack\./, '').replace(/\.$/, '');
  for (const { address } of cloud.tables.loadBalancers.values()) if (address === name) return address;
  return undefined;
}
