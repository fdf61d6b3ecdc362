import type { LocalCloud } from '../cloud.ts';
import type { BalancerAction, BalancerServer, BalancerSpec } from '../machines/machines.ts';
import { arnSuffix } from '../services/elbv2/arns.ts';
import { idleTimeoutSeconds } from '../services/elbv2/load-balancer-attributes.ts';
import { deregistrationDelaySeconds } from '../services/elbv2/target-group-attributes.ts';
import { addressOf, stateOfStopped } from '../services/elbv2/target-health.ts';
import { listenersOf, rulesOf } from '../services/elbv2/usage.ts';
import type {
  ActionRecord,
  LoadBalancerRecord,
  TargetGroupRecord,
  TargetRecord,
  WeightedTargetGroup,
} from '../store/records/elbv2.ts';
import { spreadWeights } from './balancers-weights.ts';

/** What a load balancer is to serve at a moment, from its record, its listeners, their rules and target groups. */
export function balancerSpec(cloud: LocalCloud, record: LoadBalancerRecord, now: Date): BalancerSpec {
  return {
    id: balancerId(record),
    address: record.address,
    idleTimeoutSeconds: idleTimeoutSeconds(record.attributes),
    listeners: listenersOf(cloud, record.id).map(({ id, port, action }) => ({
      port,
      action: balancerAction(cloud, action, now),
      rules: rulesOf(cloud, id).map((rule) => ({
        id: arnSuffix(rule.id),
        slot: rule.slot,
        conditions: rule.conditions,
        action: balancerAction(cloud, rule.action, now),
      })),
    })),
  };
}

/** The short name that the machines know a load balancer by. */
export function balancerId(record: Pick<LoadBalancerRecord, 'id'>): string {
  return arnSuffix(record.id);
}

/** The name that a target has in every listener and rule which sends to it. */
export function serverName(group: Pick<TargetGroupRecord, 'id'>, target: TargetRecord): string {
  return `${arnSuffix(group.id)}.${target.targetId}_${target.port}`;
}

/** True once a draining target has had its deregistration delay. */
export function delayIsOver(group: TargetGroupRecord, target: TargetRecord, now: Date): boolean {
  if (target.drainingSince === undefined) return false;
  const delay = deregistrationDelaySeconds(group.attributes) * 1000;
  return now.getTime() >= target.drainingSince.getTime() + delay;
}

function balancerAction(cloud: LocalCloud, action: ActionRecord, now: Date): BalancerAction {
  switch (action.kind) {
    case 'forward':
      return forward(cloud, action.targetGroups, now);
    case 'fixed-response':
      return {
        kind: 'respond',
        status: Number(action.statusCode),
        contentType: action.contentType ?? 'text/plain',
        body: action.messageBody ?? '',
      };
    case 'redirect': {
      const { protocol, host, port, path, query } = action;
      const location = `${protocol.toLowerCase()}://${host}:${port}${path}${query === '' ? '' : `?${query}`}`;
      return { kind: 'redirect', status: action.statusCode === 'HTTP_301' ? 301 : 302, location };
    }
    default:
      return action satisfies never;
  }
}

function forward(cloud: LocalCloud, weighted: readonly WeightedTargetGroup[], now: Date): BalancerAction {
  const groups = weighted.flatMap(({ targetGroupArn, weight }) => {
    const group = cloud.tables.targetGroups.get(targetGroupArn);
    return group ? [{ group, weight }] : [];
  });
  const { weights, unavailable } = spreadWeights(
    groups.map(({ group, weight }) => ({
      weight,
      targets: group.targets
        .filter((target) => serverState(cloud, group, target, now) === 'ready')
        .map((target) => ({ name: serverName(group, target), healthy: target.state === 'healthy' })),
    })),
  );
  const servers = groups.flatMap(({ group }) =>
    group.targets.flatMap((target): readonly BalancerServer[] => {
      const address = addressOf(cloud, group, target);
      if (address === undefined) return [];
      const name = serverName(group, target);
      const state = serverState(cloud, group, target, now);
      return [{ name, address, port: target.port, weight: weights.get(name) ?? 0, state }];
    }),
  );
  return { kind: 'forward', servers, unavailable };
}

function serverState(
  cloud: LocalCloud,
  group: TargetGroupRecord,
  target: TargetRecord,
  now: Date,
): BalancerServer['state'] {
  const stopped = stateOfStopped(cloud, group, target);
  if (stopped === 'stopped' || stopped === 'terminated') return 'cut';
  if (delayIsOver(group, target, now)) return 'cut';
  return stopped !== undefined || target.state === 'draining' ? 'drain' : 'ready';
}
