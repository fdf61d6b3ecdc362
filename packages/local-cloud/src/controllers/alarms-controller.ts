import type { LocalCloud } from '../cloud.ts';
import { setState } from '../services/cloudwatch/set-state.ts';
import type { AlarmRecord } from '../store/records/cloudwatch.ts';
import { repeatsActions, runActions } from './alarms-actions.ts';
import { evaluateAlarm } from './alarms-evaluate.ts';
import { evaluationEnd, knowsTooLittle } from './alarms-time.ts';
import type { Controller } from './loop.ts';

/** An alarm that stays in a state repeats what it does about an Auto Scaling group this often. */
const REPEAT_MS = 60_000;

/** Evaluates the alarms when a period of theirs is over, and runs the actions of each transition once. */
export function createAlarmsController(cloud: LocalCloud): Controller {
  const startedAt = cloud.now();
  /** Which configuration of an alarm was evaluated last, and up to when. */
  const evaluated = new Map<string, string>();
  const ranAt = new Map<string, number>();

  function evaluate(alarm: AlarmRecord, now: Date): void {
    if (alarm.heldUntil && now < alarm.heldUntil) return;
    if (knowsTooLittle(alarm, startedAt, now)) return;
    const end = evaluationEnd(alarm, now);
    const mark = `${alarm.configuredAt.getTime()} ${end.getTime()}`;
    if (evaluated.get(alarm.id) === mark) return;
    evaluated.set(alarm.id, mark);
    const change = evaluateAlarm(cloud, alarm, end, now);
    if (change && change.state !== alarm.state) setState(cloud, alarm, change);
  }

  function act(name: string, now: Date): void {
    const alarm = cloud.tables.alarms.get(name);
    if (!alarm) return;
    if (!alarm.actionsDue) {
      const last = ranAt.get(name) ?? alarm.stateTransitionedAt.getTime();
      if (!repeatsActions(alarm) || now.getTime() - last < REPEAT_MS) return;
    }
    ranAt.set(name, now.getTime());
    runActions(cloud, alarm, now);
    if (alarm.actionsDue) cloud.tables.alarms.update(name, { actionsDue: undefined });
  }

  return {
    tick: async () => {
      const now = cloud.now();
      for (const alarm of cloud.tables.alarms.values()) {
        // What was set by hand has its actions before the next evaluation takes it back.
        act(alarm.id, now);
        const current = cloud.tables.alarms.get(alarm.id);
        if (current) evaluate(current, now);
        act(alarm.id, now);
      }
      for (const name of evaluated.keys()) if (!cloud.tables.alarms.get(name)) evaluated.delete(name);
      for (const name of ranAt.keys()) if (!cloud.tables.alarms.get(name)) ranAt.delete(name);
    },
  };
}
