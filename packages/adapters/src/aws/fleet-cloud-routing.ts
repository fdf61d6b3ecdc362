import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Observed } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener } from './fleet-cloud-find.ts';
import { findRules, testRulesIn } from './fleet-cloud-rules.ts';
import type { TestRule } from './fleet-cloud-rules.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Where a listener sends requests. */
export interface Routing {
  readonly listener: { readonly arn: string; readonly port: number };
  readonly weights: ReadonlyMap<string, number>;
  readonly testRules: readonly TestRule[];
}

/** Reads a load balancer's listener and its rules; of a listener that is known, the rules tell all that moves. */
export async function readRouting(
  aws: AwsClients,
  loadBalancerArn: string,
  known: Observed['listener'],
): Promise<Routing | undefined> {
  if (known !== undefined) {
    const rules = (await tolerate(['not-found'], findRules(aws, known.arn))) ?? [];
    const main = rules.find(({ IsDefault }) => IsDefault === true);
    const { arn, port } = known;
    if (main !== undefined)
      return { listener: { arn, port }, weights: weightsIn(main.Actions), testRules: testRulesIn(rules) };
  }
  const listener = await findListener(aws, loadBalancerArn);
  if (listener?.ListenerArn === undefined) return undefined;
  const { ListenerArn: arn, Port: port = 0, DefaultActions } = listener;
  const rules = (await tolerate(['not-found'], findRules(aws, arn))) ?? [];
  return { listener: { arn, port }, weights: weightsIn(DefaultActions), testRules: testRulesIn(rules) };
}

/** Weight by target group ARN, as a listener's default action forwards. */
export function weightsIn(actions: readonly Action[] | undefined): ReadonlyMap<string, number> {
  const action = actions?.find(({ Type }) => Type === 'forward');
  const weighted = action?.ForwardConfig?.TargetGroups ?? [];
  if (weighted.length === 0 && action?.TargetGroupArn !== undefined)
    return new Map([[action.TargetGroupArn, 100]]);
  // A sole target group may be told without its weight, or with 1: it gets everything.
  if (weighted.length === 1) return new Map([[weighted[0]?.TargetGroupArn ?? '', 100]]);
  return new Map(weighted.map(({ TargetGroupArn = '', Weight = 1 }) => [TargetGroupArn, Weight]));
}
