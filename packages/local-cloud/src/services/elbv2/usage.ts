import type { LocalCloud } from '../../cloud.ts';
import type { ActionRecord, ListenerRecord, RuleRecord } from '../../store/records/elbv2.ts';

/** The target groups that the listeners and rules of a load balancer send to, those of weight 0 too. */
export function targetGroupsOf(cloud: LocalCloud, loadBalancerArn: string): ReadonlySet<string> {
  const actions = listenersOf(cloud, loadBalancerArn).flatMap((listener) => [
    listener.action,
    ...rulesOf(cloud, listener.id).map(({ action }) => action),
  ]);
  return new Set(actions.flatMap(groupsOf));
}

/** The listeners of a load balancer, by port. */
export function listenersOf(cloud: LocalCloud, loadBalancerArn: string): readonly ListenerRecord[] {
  return [...cloud.tables.listeners.values()]
    .filter((listener) => listener.loadBalancerArn === loadBalancerArn)
    .sort((one, other) => one.port - other.port);
}

/** The rules of a listener besides the default one, in the order in which they are tried. */
export function rulesOf(cloud: LocalCloud, listenerArn: string): readonly RuleRecord[] {
  return [...cloud.tables.rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .sort((one, other) => one.priority - other.priority);
}

/** The load balancers that send to a target group, by a listener or a rule; AWS lets it be one at most. */
export function loadBalancersOf(cloud: LocalCloud, targetGroupArn: string): readonly string[] {
  const { listeners, rules } = cloud.tables;
  const arns = new Set<string>();
  for (const { action, loadBalancerArn } of listeners.values()) {
    if (groupsOf(action).includes(targetGroupArn)) arns.add(loadBalancerArn);
  }
  for (const { action, listenerArn } of rules.values()) {
    const listener = listeners.get(listenerArn);
    if (listener && groupsOf(action).includes(targetGroupArn)) arns.add(listener.loadBalancerArn);
  }
  return [...arns];
}

function groupsOf(action: ActionRecord): readonly string[] {
  return action.kind === 'forward' ? action.targetGroups.map(({ targetGroupArn }) => targetGroupArn) : [];
}
