import { CreateRuleCommand, DeleteRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2';
import { CloudError, environmentPath, releaseNumber } from '@imago/engine';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener, findLoadBalancer, findTargetGroups, keepOurs } from './fleet-cloud-find.ts';
import { findRules, testHeader, testRulesIn } from './fleet-cloud-rules.ts';
import type { TestRule } from './fleet-cloud-rules.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** What Elastic Load Balancing numbers rules with: 1 to this. */
const lastPriority = 50_000;

/** Exactly these sides answer requests that name them. Rules without this environment's tags are left alone. */
export async function setTestTraffic(
  aws: AwsClients,
  ref: EnvironmentRef,
  sides: readonly ReleaseId[],
): Promise<void> {
  const balancer = (await findLoadBalancer(aws, ref))?.LoadBalancerArn;
  const listener = balancer === undefined ? undefined : await findListener(aws, balancer);
  const ListenerArn = listener?.ListenerArn;
  if (ListenerArn === undefined) {
    if (sides.length === 0) return;
    throw new CloudError('not-found', 'NotFound', `${environmentPath(ref)} has no listener`);
  }
  const [rules, targetGroups] = await Promise.all([
    findRules(aws, ListenerArn),
    sides.length === 0 ? new Map() : findTargetGroups(aws, ref),
  ]);
  const wanted = new Map<ReleaseId, string>();
  for (const side of sides) {
    const arn: string | undefined = targetGroups.get(side)?.TargetGroupArn;
    if (arn === undefined) throw new CloudError('not-found', 'NotFound', `${side} has no target group`);
    wanted.set(side, arn);
  }
  const kept = new Set<ReleaseId>();
  for (const rule of await ownRules(aws, ref, rules)) {
    if (wanted.get(rule.release) === rule.targetGroupArn && !kept.has(rule.release)) kept.add(rule.release);
    else await deleteRule(aws, rule);
  }
  for (const [side, targetGroupArn] of wanted) {
    if (!kept.has(side)) await createRule(aws, ref, { ListenerArn, side, targetGroupArn, rules });
  }
}

/** Deletes our rules that send to a target group, which AWS does not delete while a rule names it. */
export async function removeRulesTo(
  aws: AwsClients,
  ref: EnvironmentRef,
  listenerArn: string,
  targetGroupArn: string,
): Promise<void> {
  const rules = (await tolerate(['not-found'], findRules(aws, listenerArn))) ?? [];
  const own = await ownRules(aws, ref, rules);
  for (const rule of own) if (rule.targetGroupArn === targetGroupArn) await deleteRule(aws, rule);
}

async function ownRules(
  aws: AwsClients,
  ref: EnvironmentRef,
  rules: readonly Rule[],
): Promise<readonly TestRule[]> {
  const alike = testRulesIn(rules);
  const ours = await keepOurs(
    aws,
    ref,
    alike.map(({ arn }) => arn),
  );
  return alike.filter(({ arn }) => ours.has(arn));
}

async function deleteRule(aws: AwsClients, { arn }: TestRule): Promise<void> {
  await tolerate(['not-found'], aws.elbv2.send(new DeleteRuleCommand({ RuleArn: arn })));
}

async function createRule(
  aws: AwsClients,
  ref: EnvironmentRef,
  {
    ListenerArn,
    side,
    targetGroupArn,
    rules,
  }: {
    readonly ListenerArn: string;
    readonly side: ReleaseId;
    readonly targetGroupArn: string;
    readonly rules: readonly Rule[];
  },
): Promise<void> {
  const command = new CreateRuleCommand({
    ListenerArn,
    // One who looked too early for the rule comes to the same number: AWS refuses, and the caller looks again.
    Priority: freePriority(rules, side),
    Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: testHeader, Values: [side] } }],
    Actions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    Tags: tagsOf(ref, 'side', side),
  });
  await aws.elbv2.send(command);
}

/** The release's own number, or the next that no other rule has: early, so that rules of the user's come after. */
function freePriority(rules: readonly Pick<Rule, 'Priority'>[], side: ReleaseId): number {
  const taken = new Set(rules.map(({ Priority }) => Number(Priority)));
  const first = (releaseNumber(side) - 1) % lastPriority;
  for (let step = 0; step < lastPriority; step += 1) {
    const priority = ((first + step) % lastPriority) + 1;
    if (!taken.has(priority)) return priority;
  }
  return lastPriority;
}
