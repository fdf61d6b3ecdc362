import type { LocalCloud } from '../../cloud.ts';
import type { ListenerRecord } from '../../store/records/elbv2.ts';

/** The target groups that a listener sends to, those of weight 0 too. */
export function targetGroupsOf({ action }: ListenerRecord): readonly string[] {
  return action.kind === 'forward' ? action.targetGroups.map(({ targetGroupArn }) => targetGroupArn) : [];
}

/** The listeners of a load balancer, by port. */
export function listenersOf(cloud: LocalCloud, loadBalancerArn: string): readonly ListenerRecord[] {
  return [...cloud.tables.listeners.values()]
    .filter((listener) => listener.loadBalancerArn === loadBalancerArn)
    .sort((one, other) => one.port - other.port);
}

/** The load balancers whose listeners send to a target group; AWS lets it be one at most. */
export function loadBalancersOf(cloud: LocalCloud, targetGroupArn: string): readonly string[] {
  const arns = new Set<string>();
  for (const listener of cloud.tables.listeners.values()) {
    if (targetGroupsOf(listener).includes(targetGroupArn)) arns.add(listener.loadBalancerArn);
  }
  return [...arns];
}
