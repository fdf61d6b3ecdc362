import type { LocalCloud } from '../cloud.ts';
import { executePolicy } from '../services/autoscaling/execute-policy.ts';
import { findPolicy } from '../services/autoscaling/policies.ts';
import { noteHistory } from '../services/cloudwatch/alarm-history.ts';
import type { AlarmRecord } from '../store/records/cloudwatch.ts';
import { latestValue } from './alarms-evaluate.ts';
import { evaluationEnd } from './alarms-time.ts';

/** Runs what an alarm is to do in the state it is in; what the local cloud has no service for is noted only. */
export function runActions(cloud: LocalCloud, alarm: AlarmRecord, now: Date): void {
  if (!alarm.actionsEnabled) return;
  for (const arn of alarm.actions[alarm.state]) {
    if (isPolicy(arn)) runPolicy(cloud, alarm, arn, now);
    else if (alarm.actionsDue) note(cloud, alarm, arn, 'Recorded', 'the local cloud does not run it');
  }
}

/** Whether an alarm does something about an Auto Scaling group, again and again while it stays in its state. */
export function repeatsActions({ actionsEnabled, actions, state }: AlarmRecord): boolean {
  return actionsEnabled && actions[state].some(isPolicy);
}

function runPolicy(cloud: LocalCloud, alarm: AlarmRecord, arn: string, now: Date): void {
  const policy = findPolicy(cloud, undefined, arn);
  if (!policy) {
    if (alarm.actionsDue) note(cloud, alarm, arn, 'Failed', 'there is no such policy');
    return;
  }
  const outcome = executePolicy(cloud, policy, {
    kind: 'alarm',
    alarmName: alarm.id,
    state: alarm.state,
    value: latestValue(cloud, alarm, evaluationEnd(alarm, now)),
    threshold: alarm.threshold,
  });
  if (outcome.kind === 'scaled') {
    const { from, to } = outcome;
    note(cloud, alarm, arn, 'Succeeded', `the desired capacity went from ${from} to ${to}`);
  } else if (alarm.actionsDue) {
    note(cloud, alarm, arn, 'Succeeded', outcome.why);
  }
}

function isPolicy(arn: string): boolean {
  return /^arn:aws:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(arn);
}

const SUMMARY = {
  Succeeded: 'Successfully executed',
  Failed: 'Failed to execute',
  Recorded: 'Recorded',
} as const;

function note(
  cloud: LocalCloud,
  alarm: AlarmRecord,
  arn: string,
  actionState: keyof typeof SUMMARY,
  message: string,
): void {
  noteHistory(cloud, alarm.id, 'Action', `${SUMMARY[actionState]} action ${arn}`, {
    actionState,
    stateUpdateTimestamp: alarm.stateUpdatedAt.getTime(),
    notificationResource: arn,
    publishedMessage: message,
  });
}
