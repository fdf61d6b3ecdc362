import type { ChangeAction } from '@aws-sdk/client-route-53';
import type { RecordSet } from '../../store/records/route53.ts';
import { isWithin } from './domain-name.ts';
import { isOwnRecordSet } from './name-servers.ts';
import { valueProblems } from './record-values.ts';

/** One change of a batch, read. */
export interface RecordChange {
  readonly action: ChangeAction;
  readonly set: RecordSet;
}

/** A zone's record sets after a batch, and what is wrong with it. */
export interface Applied {
  readonly recordSets: readonly RecordSet[];
  readonly problems: readonly string[];
}

/** Applies a batch to a zone's record sets in its order, and finds everything that Route 53 would refuse. */
export function applyChanges(
  zone: { readonly name: string; readonly recordSets: readonly RecordSet[] },
  changes: readonly RecordChange[],
): Applied {
  const sets = new Map(zone.recordSets.map((set) => [keyOf(set), set]));
  const problems = [...repeatedProblems(changes)];
  const done: RecordChange[] = [];
  for (const change of changes) {
    const { action, set } = change;
    const found = changeProblems(zone.name, sets.get(keyOf(set)), action, set);
    problems.push(...found);
    if (found.length > 0) continue;
    done.push(change);
    if (action === 'DELETE') sets.delete(keyOf(set));
    else sets.set(keyOf(set), set);
  }
  const recordSets = [...sets.values()];
  problems.push(...conflictProblems(zone.name, recordSets, done));
  return { recordSets, problems: [...new Set(problems)] };
}

function keyOf({ name, type }: RecordSet): string {
  return `${type} ${name}`;
}

/** A record set may be deleted and created again in one batch; anything else twice has no clear meaning. */
function repeatedProblems(changes: readonly RecordChange[]): readonly string[] {
  const actions = new Map<string, readonly ChangeAction[]>();
  for (const { action, set } of changes)
    actions.set(keyOf(set), [...(actions.get(keyOf(set)) ?? []), action]);
  return [...actions]
    .filter(([, taken]) => taken.length > 1 && taken.join() !== 'DELETE,CREATE')
    .map(([key]) => `The request contains an invalid set of changes for a resource record set '${key}'`);
}

function changeProblems(
  zone: string,
  before: RecordSet | undefined,
  action: ChangeAction,
  set: RecordSet,
): readonly string[] {
  const { name, type, values } = set;
  if (!isWithin(name, zone)) return [`RRSet with DNS name ${name} is not permitted in zone ${zone}`];
  const label = `resource record set [name='${name}', type='${type}']`;
  if (action === 'DELETE') {
    if (!before) return [`Tried to delete ${label} but it was not found`];
    if (!isSame(before, set)) {
      return [`Tried to delete ${label} but the values provided do not match the current values`];
    }
    if (!isOwnRecordSet(set, zone)) return [];
    return type === 'SOA'
      ? ['A HostedZone must contain exactly one SOA record.']
      : ['A HostedZone must contain at least one NS record for the zone itself.'];
  }
  if (action === 'CREATE' && before) return [`Tried to create ${label} but it already exists`];
  if (type === 'SOA' && name !== zone) {
    return [`RRSet of type SOA with DNS name ${name} is only permitted at apex in zone ${zone}`];
  }
  if (type === 'CNAME' && name === zone) {
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone}`];
  }
  if (type === 'CNAME' && values.length > 1) {
    return [`RRSet of type CNAME with DNS name ${name} must have exactly one value in zone ${zone}`];
  }
  return valueProblems(type, values);
}

/** Next to a CNAME there is nothing else of its name. */
function conflictProblems(
  zone: string,
  sets: readonly RecordSet[],
  changes: readonly RecordChange[],
): readonly string[] {
  return changes.flatMap(({ action, set: { name, type } }) => {
    if (action === 'DELETE') return [];
    const others = sets.filter((set) => set.name === name && set.type !== type);
    if (type === 'CNAME' && others.length > 0) {
      return [
        `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`,
      ];
    }
    return others.some((set) => set.type === 'CNAME')
      ? [
          `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone ${zone}`,
        ]
      : [];
  });
}

function isSame(one: RecordSet, other: RecordSet): boolean {
  return (
    one.ttl === other.ttl &&
    one.values.toSorted().join('\n') === other.values.toSorted().join('\n') &&
    one.alias?.zoneId === other.alias?.zoneId &&
    one.alias?.dnsName === other.alias?.dnsName &&
    one.alias?.evaluatesHealth === other.alias?.evaluatesHealth
  );
}
