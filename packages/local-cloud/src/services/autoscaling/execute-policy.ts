import type { LocalCloud } from '../../cloud.ts';
import type { GroupRecord } from '../../store/records/auto-scaling.ts';
import type { ScalingPolicyRecord } from '../../store/records/scaling-policies.ts';
import { adjust, stepAdjustment, takeStep, trackTarget } from './adjust-capacity.ts';
import { setDesired } from './change-capacity.ts';
import { cooldownOf } from './cooldown.ts';
import { isActive } from './processes.ts';
import { warmingMembers } from './warming.ts';

/** Who executes a policy, and what it goes by. */
export type PolicyTrigger =
  | {
      readonly kind: 'alarm';
      readonly alarmName: string;
      readonly state: string;
      /** The metric's newest value; nothing where it has none. */
      readonly value: number | undefined;
      readonly threshold: number;
    }
  | {
      readonly kind: 'user';
      readonly value: number | undefined;
      readonly threshold: number;
      readonly honorCooldown: boolean;
    };

/** What came of it. */
export type PolicyOutcome =
  | { readonly kind: 'scaled'; readonly from: number; readonly to: number }
  | { readonly kind: 'unchanged'; readonly why: string };

/** Executes a scaling policy: sets the desired capacity, which the groups controller then brings about. */
export function executePolicy(
  cloud: LocalCloud,
  policy: ScalingPolicyRecord,
  trigger: PolicyTrigger,
): PolicyOutcome {
  const group = cloud.tables.groups.get(policy.groupName);
  const obstacle = group ? findObstacle(cloud, group, policy, trigger) : 'the group is gone';
  if (!group || obstacle !== undefined) return { kind: 'unchanged', why: obstacle ?? '' };
  const from = group.desiredCapacity;
  const to = capacityAfter(cloud, group, policy, trigger) ?? from;
  if (to === from) return { kind: 'unchanged', why: `the desired capacity of ${from} is right already` };
  const by =
    trigger.kind === 'alarm'
      ? `a monitor alarm ${trigger.alarmName} in state ${trigger.state} triggered policy ${policy.name}`
      : `a user request executed policy ${policy.name}`;
  setDesired(cloud, group, to, `${by} changing the desired capacity from ${from} to ${to}.`);
  cloud.tables.scalingPolicies.update(policy.id, { lastScaledAt: cloud.now() });
  return { kind: 'scaled', from, to };
}

function findObstacle(
  cloud: LocalCloud,
  group: GroupRecord,
  { enabled, rule }: ScalingPolicyRecord,
  trigger: PolicyTrigger,
): string | undefined {
  if (group.status !== undefined) return 'the group is being deleted';
  if (trigger.kind === 'alarm') {
    if (!isActive(group, 'AlarmNotification')) return 'the process AlarmNotification is suspended';
    if (!enabled) return 'the policy is disabled';
  }
  const honorsCooldown = trigger.kind === 'alarm' || trigger.honorCooldown;
  return rule.kind === 'SimpleScaling' && honorsCooldown ? cooldownOf(cloud, group) : undefined;
}

/** Nothing where the metric says nothing. */
function capacityAfter(
  cloud: LocalCloud,
  group: GroupRecord,
  { rule }: ScalingPolicyRecord,
  { value, threshold }: PolicyTrigger,
): number | undefined {
  const sizes = { ...group, warming: 0 };
  if (rule.kind === 'SimpleScaling') return adjust(rule, rule.adjustment, group.desiredCapacity, sizes);
  const facts = { ...sizes, warming: warmingMembers(cloud, group, rule.warmup) };
  if (rule.kind === 'StepScaling') {
    // An alarm that was set by hand has no value: its metric is taken to be just at the threshold.
    const amount = stepAdjustment(rule.steps, (value ?? threshold) - threshold);
    return amount === undefined ? undefined : takeStep(rule, amount, facts);
  }
  if (value === undefined) return undefined;
  return trackTarget(facts, value, rule.target, threshold < rule.target ? 'in' : 'out');
}
