import {
  CreateListenerCommand,
  DeleteListenerCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath } from '@imago/engine';
import type { EnvironmentRef, Weights } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener, findLoadBalancer, findTargetGroups } from './fleet-cloud-find.ts';
import { weightsIn } from './fleet-cloud-routing.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { removeRulesTo } from './fleet-cloud-test-traffic.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { recentWeights, rememberWeights } from './fleet-cloud-written-weights.ts';

/** Makes the listener forward by these weights. */
export async function setWeights(aws: AwsClients, ref: EnvironmentRef, weights: Weights): Promise<void> {
  const [balancer, found] = await Promise.all([findLoadBalancer(aws, ref), findTargetGroups(aws, ref)]);
  const balancerArn = balancer?.LoadBalancerArn;
  if (balancerArn === undefined) throw missing(`${environmentPath(ref)} has no load balancer`);
  const shares = weights.map(({ release, weight }): readonly [string, number] => {
    const arn = found.get(release)?.TargetGroupArn;
    if (arn === undefined) throw missing(`${release} has no target group`);
    return [arn, weight];
  });
  const listener = await findListener(aws, balancerArn);
  if (listener?.ListenerArn === undefined) throw missing(`${environmentPath(ref)} has no listener`);
  await forwardBy(aws, listener.ListenerArn, new Map(shares));
}

/** A side that is to be in the listener. */
interface ListedSide {
  readonly targetGroupArn: string;
  readonly weight: number;
  readonly port: number;
  /** The user's own, where the listener is made. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Adds a side to what the listener forwards to, and makes the listener where there is none. Whatever else is in it
 * stays as it is: only `setWeights` takes traffic from a side.
 */
export async function listSide(
  aws: AwsClients,
  ref: EnvironmentRef,
  { targetGroupArn, weight, port, tags }: ListedSide,
): Promise<void> {
  const balancerArn = (await findLoadBalancer(aws, ref))?.LoadBalancerArn;
  if (balancerArn === undefined) throw missing(`${environmentPath(ref)} has no load balancer`);
  const listener = await findListener(aws, balancerArn);
  if (listener?.ListenerArn !== undefined) {
    const { ListenerArn, DefaultActions } = listener;
    const listed = recentWeights(aws, ListenerArn) ?? weightsIn(DefaultActions);
    // A first side gets all traffic at once, but takes none from another that turns out to be there.
    const served = [...listed].some(([arn, share]) => arn !== targetGroupArn && share > 0);
    const given = served ? 0 : weight;
    if ((listed.get(targetGroupArn) ?? -1) >= given) return;
    await forwardBy(aws, ListenerArn, new Map([...listed, [targetGroupArn, given]]));
    return;
  }
  const command = new CreateListenerCommand({
    LoadBalancerArn: balancerArn,
    Port: port,
    Protocol: 'HTTP',
    DefaultActions: forward(new Map([[targetGroupArn, weight]])),
    Tags: tagsOf(ref, 'listener', undefined, tags),
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
  const [only] = rest;
  // One that is left alone has what there is, whatever the others had when they went.
  await forwardBy(aws, ListenerArn, rest.length === 1 && only ? new Map([[only[0], 100]]) : new Map(rest));
}

async function forwardBy(
  aws: AwsClients,
  ListenerArn: string,
  weights: ReadonlyMap<string, number>,
): Promise<void> {
  const DefaultActions = forward(weights);
  await aws.elbv2.send(new ModifyListenerCommand({ ListenerArn, DefaultActions }));
  rememberWeights(aws, ListenerArn, weights);
}

function forward(weights: ReadonlyMap<string, number>): Action[] {
  const TargetGroups = [...weights].map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight }));
  return [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
}

const missing = (message: string): CloudError => new CloudError('not-found', 'NotFound', message);
