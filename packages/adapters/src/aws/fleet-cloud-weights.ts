import {
  CreateListenerCommand,
  DeleteListenerCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Action, TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath } from '@imago/engine';
import type { EnvironmentRef, ReleaseId, Weights } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener, findLoadBalancer, findTargetGroups } from './fleet-cloud-find.ts';
import { weightsIn } from './fleet-cloud-routing.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { removeRulesTo } from './fleet-cloud-test-traffic.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { recentWeights, rememberWeights } from './fleet-cloud-written-weights.ts';

/** Makes the listener forward by these weights; makes the listener where there is none and `port` says where. */
export async function setWeights(
  aws: AwsClients,
  ref: EnvironmentRef,
  weights: Weights,
  listen?: { readonly port: number; readonly known?: ReadonlyMap<ReleaseId, string> },
): Promise<void> {
  const [balancer, found] = await Promise.all([findLoadBalancer(aws, ref), findTargetGroups(aws, ref)]);
  const balancerArn = balancer?.LoadBalancerArn;
  if (balancerArn === undefined) throw missing(`${environmentPath(ref)} has no load balancer`);
  const listener = await findListener(aws, balancerArn);
  const DefaultActions = [forward(weights, found, listen?.known)];
  if (listener?.ListenerArn !== undefined) {
    const { ListenerArn } = listener;
    await aws.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
    rememberWeights(aws, ListenerArn, weightsIn(DefaultActions));
    return;
  }
  if (listen === undefined) throw missing(`${environmentPath(ref)} has no listener`);
  const command = new CreateListenerCommand({
    LoadBalancerArn: balancerArn,
    Port: listen.port,
    Protocol: 'HTTP',
    DefaultActions,
    Tags: tagsOf(ref, 'listener'),
  });
  // Made in the meantime by a call that seemed to fail: the next look shows it.
  await tolerate(['conflict'], aws.elbv2.send(command));
}

/** Takes a target group out of the listener and its rules; the listener goes with its last one. */
export async function takeOut(aws: AwsClients, ref: EnvironmentRef, targetGroupArn: string): Promise<void> {
  const balancerArn = (await findLoadBalancer(aws, ref))?.LoadBalancerArn;
  const listener = balancerArn === undefined ? undefined : await findListener(aws, balancerArn);
  const ListenerArn = listener?.ListenerArn;
  if (ListenerArn === undefined) return;
  await removeRulesTo(aws, ref, ListenerArn, targetGroupArn);
  // To write back what was read before our own last change would undo it.
  const weights = recentWeights(aws, ListenerArn) ?? weightsIn(listener?.DefaultActions);
  if (!weights.has(targetGroupArn)) return;
  const rest = [...weights].filter(([arn]) => arn !== targetGroupArn);
  if (rest.length === 0) {
    await tolerate(['not-found'], aws.elbv2.send(new DeleteListenerCommand({ ListenerArn })));
    return;
  }
  const TargetGroups = rest.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  const DefaultActions: Action[] = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
  await aws.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
  rememberWeights(aws, ListenerArn, new Map(rest));
}

function forward(
  weights: Weights,
  found: ReadonlyMap<ReleaseId, TargetGroup>,
  known: ReadonlyMap<ReleaseId, string> = new Map(),
): Action {
  const TargetGroups = weights.map(({ release, weight }) => {
    const TargetGroupArn = known.get(release) ?? found.get(release)?.TargetGroupArn;
    if (TargetGroupArn === undefined) throw missing(`${release} has no target group`);
    return { TargetGroupArn, Weight: weight };
  });
  return { Type: 'forward', ForwardConfig: { TargetGroups } };
}

const missing = (message: string): CloudError => new CloudError('not-found', 'NotFound', message);
