import { formatDuration } from '../model/duration.ts';
import { lastWord } from './ask-tests.ts';
import type { Decision } from './decision.ts';
import { after, latest } from './moments.ts';
import { lastChange } from './replace-deadline.ts';
import type { Picture } from './replace-picture.ts';
import { askGates } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';
import { failedTraffic, sampledSince } from './traffic-gate.ts';

/** Lets by when sampled requests have succeeded for the bake time, with all instances replaced, and `end` gates and tests hold. */
export function bakeRolled(task: RollingTask, { ready }: Picture): Decision | undefined {
  const { rollout, strategy, now } = task;
  const { bakeTime, healthyDeadline } = strategy;
  const gates = askGates('end', 'end', task, ready);
  if (gates?.kind === 'note' || gates?.kind === 'turn-back') return gates;
  const since = (lastChange(rollout) ?? rollout.startedAt).getTime();
  const { okSince } = rollout.traffic;
  const good = rollout.probed ? okSince && Math.max(since, okSince.getTime()) : since;
  // A person is asked last, about what has shown itself.
  if (good !== undefined && now.getTime() >= good + bakeTime.milliseconds) return lastWord(gates, rollout);
  // Auto Scaling's own refresh shows its last change only by the instances that it brought.
  const newest = latest(new Date(since), ...ready.map(({ id }) => rollout.healthySinceOf[id]));
  const dueFrom = sampledSince(rollout, newest);
  const failed = rollout.probed && rollout.traffic.failures > 0;
  if (failed && now >= after(after(dueFrom, bakeTime), healthyDeadline)) {
    return { kind: 'turn-back', because: failedTraffic(rollout.traffic) };
  }
  const checks = gates?.kind === 'wait' ? { checks: gates.checks ?? [] } : {};
  if (good === undefined) return { kind: 'wait', reason: 'sampled requests to succeed', ...checks };
  const until = new Date(good + bakeTime.milliseconds);
  const reason = `${rollout.to} to go well for ${formatDuration(bakeTime)}`;
  return { kind: 'wait', reason, until, meant: true, ...checks };
}
