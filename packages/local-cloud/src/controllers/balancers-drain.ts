import type { LocalCloud } from '../cloud.ts';
import type { LoadBalancerRecord, TargetGroupRecord, TargetRecord } from '../store/records/elbv2.ts';
import { balancerId, delayIsOver, serverName } from './balancers-spec.ts';

/** A target that is being taken out. */
export interface DrainingTarget {
  readonly group: TargetGroupRecord;
  readonly target: TargetRecord;
}

/** All targets that drain at this moment. */
export function drainingTargets(cloud: LocalCloud): readonly DrainingTarget[] {
  return [...cloud.tables.targetGroups.values()].flatMap((group) =>
    group.targets.filter(({ state }) => state === 'draining').map((target) => ({ group, target })),
  );
}

/**
 * Forgets targets that have nothing in flight any more, or have had their time. They must have drained before the
 * load balancers were last told what to serve: a target that still gets requests may look idle for a moment.
 * Without a count of what is `inFlight`, only those whose time is over are forgotten.
 */
export function forgetDrained(
  cloud: LocalCloud,
  draining: readonly DrainingTarget[],
  inFlight: ReadonlyMap<string, number> | undefined,
  now: Date,
): void {
  const isDrained = ({ group, target }: DrainingTarget): boolean =>
    delayIsOver(group, target, now) ||
    (inFlight !== undefined && (inFlight.get(serverName(group, target)) ?? 0) === 0);
  for (const { group, target } of draining.filter(isDrained)) {
    const targets = cloud.tables.targetGroups.get(group.id)?.targets ?? [];
    // Registered again in the meantime, it is another record.
    if (!targets.includes(target)) continue;
    cloud.tables.targetGroups.update(group.id, { targets: targets.filter((other) => other !== target) });
    cloud.poke();
  }
}

/** Requests in flight by server name, over all load balancers: a group that left a listener has some there, too. */
export async function countInFlight(
  cloud: LocalCloud,
  loadBalancers: readonly LoadBalancerRecord[],
): Promise<ReadonlyMap<string, number>> {
  const total = new Map<string, number>();
  for (const record of loadBalancers) {
    for (const [name, count] of await cloud.machines.balancer.sessions(balancerId(record))) {
      total.set(name, (total.get(name) ?? 0) + count);
    }
  }
  return total;
}
